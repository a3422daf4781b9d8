import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { MailAttachment } from "@qsmtp/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attachmentFile } from "./attachment-file.ts";
import { UsageError } from "./usage-error.ts";

const run = promisify(execFile);
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "qsmtp-attach-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function chunksOf({ content }: MailAttachment): Promise<Uint8Array[]> {
  if (typeof content === "string" || !(Symbol.asyncIterator in content)) {
    throw new Error("the content is no async iterable");
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return chunks;
}

describe("a file as an attachment", () => {
  it("has its size, and is read in pieces when it is wanted", async () => {
    const path = join(folder, "chart.png");
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7) % 256);
    await writeFile(path, bytes);
    const attachment = await attachmentFile("--attach", path);
    expect(attachment).toMatchObject({ filename: "chart.png", lengthBytes: 300_000 });
    const other = Uint8Array.from(bytes, (byte) => 255 - byte);
    await writeFile(path, other);
    const chunks = await chunksOf(attachment);
    expect(chunks.length).toBeGreaterThan(2);
    expect(Buffer.concat(chunks).equals(other)).toBe(true);
  });

  it("that is gone when it is wanted fails then", async () => {
    const path = join(folder, "log.csv");
    await writeFile(path, "a;b");
    const attachment = await attachmentFile("--attach", path);
    await rm(path);
    await expect(chunksOf(attachment)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("has no size where it is a pipe", async () => {
    const path = join(folder, "pipe.bin");
    await run("mkfifo", [path]);
    const attachment = await attachmentFile("--attach", path);
    expect(attachment.lengthBytes).toBeUndefined();
    const [chunks] = await Promise.all([chunksOf(attachment), writeFile(path, "through a pipe")]);
    expect(Buffer.concat(chunks).toString()).toBe("through a pipe");
  });

  it.each([
    ["gone.txt", "there is no such file"],
    [".", "it is a directory"],
    ["empty.txt", "leave this --attach out"],
  ])("%s is refused before anything is sent", async (name, reason) => {
    await writeFile(join(folder, "empty.txt"), "");
    const refused = attachmentFile("--attach", join(folder, name));
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(reason);
  });
});
