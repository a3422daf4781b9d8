import { crc32, inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createSampleMail } from "../src/sample-mail.ts";

const [picture, table] = createSampleMail().attachments;

describe("the sample mail", () => {
  it("is the same each time", () => {
    expect(createSampleMail()).toEqual(createSampleMail());
  });

  it("has more than 100 kB of files", () => {
    const bytes = createSampleMail().attachments.reduce(
      (sum, { content }) => sum + content.length,
      0,
    );
    expect(bytes).toBeGreaterThan(100_000);
  });

  it("has a table that leaves +++ alone behind the last whole block", () => {
    const content = table?.content ?? expect.unreachable();
    expect(content.length % 1024).toBe(3);
    expect(new TextDecoder().decode(content).slice(-4)).toBe("\n+++");
  });

  it("has a picture that is a valid PNG", () => {
    const content = Buffer.from(picture?.content ?? expect.unreachable());
    expect([...content.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const chunks = readChunks(content.subarray(8));
    expect(chunks.map(({ type }) => type)).toEqual(["IHDR", "IDAT", "IEND"]);
    const header = chunks[0]?.data ?? expect.unreachable();
    const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
    expect([...header.subarray(8)]).toEqual([8, 2, 0, 0, 0]);
    const pixels = inflateSync(chunks[1]?.data ?? expect.unreachable());
    expect(pixels.length).toBe(height * (1 + 3 * width));
  });
});

function readChunks(bytes: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    expect(bytes.readUInt32BE(end)).toBe(crc32(bytes.subarray(at + 4, end)));
    chunks.push({
      type: bytes.toString("latin1", at + 4, at + 8),
      data: bytes.subarray(at + 8, end),
    });
    at = end + 4;
  }
  return chunks;
}
