import { describe, expect, it } from "vitest";
import {
  addRecipient,
  attention,
  deleteRecipients,
  downloadFile,
  listRecipients,
  powerOffNormally,
  readFile,
  resumeDataMode,
  sendMail,
  setDtrMode,
  setEcho,
  setEscapeGuard,
  setPdpContext,
  testRecipients,
  uploadFile,
  writeBody,
  writeFile,
} from "../generated/commands.gen.ts";
import type { SmtpSendResult } from "../generated/smtp/qsmtpput.gen.ts";
import { Command, encodeCommandLine } from "./command.ts";
import type {
  DownloadTraits,
  OperationDescriptor,
  OutcomeTraits,
  PayloadTraits,
  PlainTraits,
  StreamTraits,
} from "./descriptor.ts";

describe("Command", () => {
  it.each<[Command, string]>([
    [testRecipients(), "AT+QSMTPDST=?"],
    [listRecipients(), "AT+QSMTPDST?"],
    [addRecipient({ type: 1, address: "ops@example.org" }), 'AT+QSMTPDST=1,1,"ops@example.org"'],
    [attention(), "AT"],
    [setEcho({ enabled: false }), "ATE0"],
    [setDtrMode({ mode: 1 }), "AT&D1"],
    [setEscapeGuard({ guardSteps: 25 }), "ATS12=25"],
  ])("writes each form with its CR: %s", (command, line) => {
    expect(new TextDecoder().decode(command.bytes)).toBe(`${line}\r`);
    expect([command.text, String(command)]).toEqual([line, line]);
  });

  it("writes text as UTF-8", () => {
    const { bytes } = setPdpContext({ contextId: 1, type: 1, apn: "netz-ü" });
    expect([...bytes]).toEqual([...new TextEncoder().encode('AT+QICSGP=1,1,"netz-ü"\r')]);
  });

  it("gives bytes of its own each time", () => {
    const command = attention();
    command.bytes.fill(0);
    expect([...command.bytes]).toEqual([0x41, 0x54, 0x0d]);
  });

  it("knows the module's echo of it, and nothing else as that", () => {
    const command = addRecipient({ type: 1, address: "ops@example.org" });
    expect(command.isEcho('AT+QSMTPDST=1,1,"ops@example.org"')).toBe(true);
    expect(command.isEcho('+QSMTPDST: 1,"ops@example.org"')).toBe(false);
    expect(command.isEcho("")).toBe(false);
  });

  it("leaves arguments out that are given as undefined", () => {
    const command = uploadFile({ fileName: "a", sizeBytes: 5, timeoutSeconds: undefined });
    expect(command.text).toBe('AT+QFUPL="a",5');
  });

  it("holds the place of an argument that was left out before another", () => {
    const operation: OperationDescriptor = {
      name: "odd",
      at: "+ODD",
      form: "write",
      args: [
        { const: 1 },
        { optional: [{ name: "a", wire: "a", type: "flag" }] },
        { optional: [{ name: "b", wire: "b", type: "flag" }] },
      ],
      maxResponseMs: null,
    };
    expect(encodeCommandLine(operation, { b: true })).toBe("AT+ODD=1,,1");
    expect(encodeCommandLine(operation, { a: true })).toBe("AT+ODD=1,1");
    expect(encodeCommandLine(operation, {})).toBe("AT+ODD=1");
  });
});

describe("Command.data", () => {
  it("is absent where there is no data phase", () => {
    expect(listRecipients().data).toBeUndefined();
  });

  it("of a body: length and total time", () => {
    const command = writeBody({ charset: 0, lengthBytes: 100, inputTimeSeconds: 120 });
    expect(command.data).toEqual({
      direction: "toModule",
      lengthBytes: 100,
      lengthFollowsConnect: false,
      timeLimitMs: 120_000,
      timeIsIdle: false,
      ack: undefined,
      earlyExit: "result",
    });
  });

  it("of an upload: idle time, and acknowledgements when asked for", () => {
    const file = { fileName: "RAM:a", sizeBytes: 3000, timeoutSeconds: 20 };
    expect(uploadFile({ ...file, ackMode: true }).data).toEqual({
      direction: "toModule",
      lengthBytes: 3000,
      lengthFollowsConnect: false,
      timeLimitMs: 20_000,
      timeIsIdle: true,
      ack: { everyBytes: 1024, byte: 0x41 },
      earlyExit: "aborted",
    });
    expect(uploadFile({ ...file, ackMode: false }).data?.ack).toBeUndefined();
    expect(uploadFile(file).data?.ack).toBeUndefined();
    expect(uploadFile({ fileName: "RAM:a" }).data).toMatchObject({
      lengthBytes: undefined,
      timeLimitMs: undefined,
    });
  });

  it("of a write to a handle: length and time of the arguments", () => {
    const { data } = writeFile({ handle: 0, lengthBytes: 6, timeoutSeconds: 5 });
    expect(data).toMatchObject({ direction: "toModule", lengthBytes: 6, timeLimitMs: 5000 });
  });

  it("of a read: the length stands behind CONNECT", () => {
    expect(readFile({ handle: 0, lengthBytes: 64 }).data).toMatchObject({
      direction: "fromModule",
      lengthFollowsConnect: true,
    });
  });

  it("of a download: nobody announces the length", () => {
    expect(downloadFile({ fileName: "a" }).data).toMatchObject({
      direction: "fromModule",
      lengthBytes: undefined,
      lengthFollowsConnect: false,
    });
  });
});

describe("Command.completion", () => {
  it("names the line that brings the outcome, and its time", () => {
    const command = sendMail({ timeoutSeconds: 300 });
    expect(command.completion).toEqual({ urc: "smtpSendResult", withinMs: 300_000 });
  });

  it("is absent where OK is the outcome", () => {
    expect(attention().completion).toBeUndefined();
  });
});

/** The compiler is the judge here: `pnpm typecheck` reads this file as well. */
describe("Command as a type", () => {
  it("tells what belongs to a command besides its reply", () => {
    const plain: Command<unknown, PlainTraits> = listRecipients();
    const payload: Command<unknown, PayloadTraits>[] = [
      writeBody({ charset: 0, lengthBytes: 5 }),
      uploadFile({ fileName: "a" }),
      writeFile({ handle: 0 }),
    ];
    const announced: Command<void, DownloadTraits<"announced">> = readFile({ handle: 0 });
    const asked: Command<unknown, DownloadTraits<"asked">> = downloadFile({ fileName: "a" });
    const outcome: Command<void, OutcomeTraits<SmtpSendResult>> = sendMail({ timeoutSeconds: 60 });
    const stream: Command<void, StreamTraits> = resumeDataMode();
    // @ts-expect-error a body needs its bytes
    const notPlain: Command<unknown, PlainTraits> = writeBody({ charset: 0, lengthBytes: 5 });
    // @ts-expect-error another outcome
    const notMail: typeof outcome = powerOffNormally();
    const all: Command[] = [
      plain,
      ...payload,
      announced,
      asked,
      outcome,
      stream,
      notPlain,
      notMail,
    ];
    expect(all.filter(({ data }) => data !== undefined)).toHaveLength(7);
  });

  it("has the names of its arguments", () => {
    // @ts-expect-error there are no such parameters
    expect(() => new Command(addRecipient, { typ: 1, adress: "a" })).toThrow();
    const dynamic: OperationDescriptor = addRecipient;
    expect(() => new Command(dynamic, { typ: 1 })).toThrow();
  });

  it("has no other names where the types let any object pass", () => {
    const anything: object = { adress: "a@example.org" };
    const values: Record<string, unknown> = { adress: "a@example.org" };
    for (const input of [anything, values]) {
      const refused = expect.objectContaining({ code: "UNKNOWN_PARAMETER", param: "adress" });
      expect(() => new Command(deleteRecipients, input)).toThrow(refused);
    }
  });
});
