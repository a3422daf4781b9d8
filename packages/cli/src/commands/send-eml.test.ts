import { afterEach, describe, expect, it } from "vitest";
import { ExitCode } from "../exit-code.ts";
import { closeBench, createBench, createFile } from "./send-bench.fixture.ts";

afterEach(closeBench);

const header = [
  "From: Pump 7 <pump7@plant.test>",
  "To: ops@plant.test, boss@plant.test",
  "Cc: log@plant.test",
  "Subject: =?utf-8?q?F=C3=BCllstand?=",
];
const picture = Uint8Array.from({ length: 500 }, (_, index) => (index * 7) & 0xff);
const plain = [...header, "", "4.2 m", ""].join("\r\n");
const full = [
  ...header,
  "Date: Mon, 30 Nov 2026 10:00:00 +0000",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "4,2 m ✓",
  "--b",
  "Content-Type: image/png",
  "Content-Disposition: attachment; filename=level.png",
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from(picture).toString("base64"),
  "--b--",
  "",
].join("\r\n");
const asHtml = [
  "Reply-To: crew@plant.test",
  ...header,
  "Content-Type: text/html",
  "",
  "<b>4.2 m</b>",
].join("\r\n");

describe("--eml", () => {
  it("sends a message file whole", async () => {
    const { module, sendBare } = await createBench();
    const run = sendBare(["--eml", await createFile("mail.eml", full), "--json"]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last).toMatchObject({
      from: { name: "Pump 7", address: "pump7@plant.test" },
      to: ["ops@plant.test", "boss@plant.test"],
      cc: ["log@plant.test"],
      subject: "Füllstand",
      body: "4,2 m ✓",
      attachments: [{ name: "level.png", bytes: picture }],
    });
    expect(JSON.parse(run.stdout).warnings).toEqual([]);
    expect(run.stderr).toBe("");
  });

  it("reads it from a pipe, and adds what options add", async () => {
    const { module, sendBare } = await createBench();
    const attached = ["--attach", await createFile("log.csv", "a;b")];
    const run = sendBare(["--eml", "-", ...attached], { stdin: full });
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last?.attachments.map(({ name }) => name)).toEqual([
      "level.png",
      "log.csv",
    ]);
  });

  it("has options replace what the file says", async () => {
    const { module, sendBare } = await createBench();
    const replaced = ["--from", "b@plant.test", "--subject", "Test", "--text", "other"];
    const run = sendBare(["--eml", await createFile("mail.eml", plain), ...replaced]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last).toMatchObject({
      from: { address: "b@plant.test" },
      to: ["ops@plant.test", "boss@plant.test"],
      subject: "Test",
      body: "other",
    });
    expect(run.stderr).toBe("");
  });

  it.each([["--to"], ["--cc"], ["--bcc"]])(
    "sends to nobody of the file when %s names somebody, and tells so",
    async (option) => {
      const { module, sendBare } = await createBench();
      const path = await createFile("mail.eml", plain);
      const run = sendBare(["--eml", path, option, "test@plant.test"]);
      expect(await run.exitCode).toBe(ExitCode.success);
      const { to = [], cc = [], bcc = [] } = module.mailbox.last ?? {};
      expect([...to, ...cc, ...bcc]).toEqual(["test@plant.test"]);
      expect(run.stderr).toContain(
        "got nothing (ops@plant.test, boss@plant.test, log@plant.test): --to, --cc and --bcc name others",
      );
    },
  );

  it("is refused by name for what cannot be carried, and sent without it when --drop says so", async () => {
    const { module, sendBare } = await createBench();
    const path = await createFile("mail.eml", asHtml);
    const refused = sendBare(["--eml", path, "--text", "4.2 m", "--json"]);
    expect(await refused.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(refused.stdout).error).toMatchObject({
      code: "USAGE",
      message: `--eml ${path}: the module cannot carry reply-to, html; --drop reply-to,html leaves it out`,
    });
    expect(module.received).toEqual([]);
    const args = ["--eml", path, "--text", "4.2 m", "--drop", "Reply-To,", "--drop", " HTML"];
    const told = sendBare(args);
    expect(await told.exitCode).toBe(ExitCode.success);
    expect(told.stderr).toBe(
      "qsmtp: reply-to of the message file was left out, as --drop says\nqsmtp: html of the message file was left out, as --drop says\n",
    );
    expect(module.mailbox.last?.body).toBe("4.2 m");
    const asJson = sendBare([...args, "--json"]);
    expect(await asJson.exitCode).toBe(ExitCode.success);
    expect(JSON.parse(asJson.stdout).warnings).toMatchObject([
      { code: "LEFT_OUT", message: expect.stringContaining("reply-to") },
      { code: "LEFT_OUT", message: expect.stringContaining("html") },
    ]);
    expect(asJson.stderr).toBe("");
  });

  it("does not send half a mail: one of HTML alone is empty without it", async () => {
    const { module, sendBare } = await createBench();
    const path = await createFile("mail.eml", asHtml);
    const run = sendBare(["--eml", path, "--drop", "reply-to,html"]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(`neither text nor attachments; ${path} holds no text`);
    expect(module.received).toEqual([]);
  });

  it("tells the name that it gave a file", async () => {
    const { module, sendBare } = await createBench();
    const nameless = full.replace("Content-Disposition: attachment; filename=level.png\r\n", "");
    const run = sendBare(["--eml", "-"], { stdin: nameless });
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last?.attachments[0]?.name).toBe("attachment-1.png");
    expect(run.stderr).toContain("has no name and went as attachment-1.png");
  });

  it.each([
    ["cut off", full.slice(0, full.length - 10), "it is cut off"],
    ["without end", full.slice(0, full.indexOf("4,2")), "it is cut off"],
    ["no mail", '{"alarm": true}', "it is no mail"],
    ["empty", "", "it is empty"],
    ["of an empty file", full.replace(/\r\n\r\n[A-Za-z0-9+/=]{100,}/, "\r\n\r\n"), "is empty"],
    ["without sender", plain.replace(/^From.*\r\n/, ""), "--from ADDRESS is needed"],
    ["without text", plain.replace("4.2 m", ""), "neither text nor attachments"],
    ["with a name that cannot go", full.replace("level.png", '"a:b.png"'), "must not hold any of"],
    ["with a name twice", full.replace("--b\r\nContent-Type: i", copyOfFile()), "two attachments"],
  ])("%s is refused before anything is sent", async (_, content, reason) => {
    const { module, sendBare } = await createBench();
    const run = sendBare(["--eml", "-"], { stdin: content });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(reason);
    expect(run.stderr).not.toContain("    at ");
    expect(module.mailbox.attempts).toBe(0);
  });

  it.each([
    ["--drop without --eml", ["--from", "a@b.c", "--drop", "html"], "says nothing without --eml"],
    [
      "--drop of what is carried",
      ["--eml", "-", "--drop", "to"],
      "--drop to: what is carried stays",
    ],
    ["a file that is not there", ["--eml", "/nowhere.eml"], "--eml: cannot read /nowhere.eml"],
  ])("%s is refused", async (_, args, reason) => {
    const { sendBare } = await createBench();
    const run = sendBare(args, { stdin: plain });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(reason);
  });
});

/** One more part with the name of the file, and what was replaced. */
function copyOfFile(): string {
  const again = "Content-Type: image/png\r\nContent-Disposition: attachment; filename=LEVEL.png";
  return `--b\r\n${again}\r\n\r\nx\r\n--b\r\nContent-Type: i`;
}
