import { describe, expect, it } from "vitest";
import { asRead } from "../families/as-read.fixture.ts";
import {
  addRecipient,
  deleteFile,
  getContextAddresses,
  getSmtpServer,
  getStorageSpace,
  listRecipients,
  sendMail,
  setEncodedSubject,
  setPdpContext,
  setSubject,
  uploadFile,
} from "../generated/commands.gen.ts";
import { encodeCommandLine } from "./command.ts";
import { decodeCommandLine } from "./command-line.ts";
import type { OperationDescriptor } from "./descriptor.ts";
import {
  DecodeError,
  type DecodeErrorCode,
  EncodeError,
  type EncodeErrorCode,
  isDecodeError,
  isEncodeError,
} from "./errors.ts";
import { decodeReply } from "./reply.ts";

type Refusal = [
  code: EncodeErrorCode,
  operation: OperationDescriptor,
  input: object,
  message: string,
];

const long = "a-name-that-goes-on-and-on@a-domain-that-does-so-too.example.org";

describe("a refused argument", () => {
  it.each<Refusal>([
    [
      "MISSING_PARAMETER",
      addRecipient,
      { type: 1 },
      "AT+QSMTPDST: address must be given, got undefined",
    ],
    [
      "MISSING_PARAMETER",
      setPdpContext,
      { contextId: 1, type: 1, apn: "", authentication: 1 },
      "AT+QICSGP: username must be given, got undefined",
    ],
    [
      "MISSING_PARAMETER",
      getContextAddresses,
      {},
      "AT+CGPADDR: contextIds must be given, got undefined",
    ],
    [
      "UNKNOWN_PARAMETER",
      uploadFile,
      { fileName: "a", size: 5 },
      "AT+QFUPL: size is not a parameter of this operation, got a value",
    ],
    [
      "WRONG_TYPE",
      addRecipient,
      { type: 1, address: 5 },
      "AT+QSMTPDST: address must be a string, got 5",
    ],
    [
      "WRONG_TYPE",
      sendMail,
      { timeoutSeconds: "300" },
      'AT+QSMTPPUT: timeoutSeconds must be a whole number, got "300"',
    ],
    [
      "WRONG_TYPE",
      uploadFile,
      { fileName: "a", sizeBytes: 5, timeoutSeconds: 5, ackMode: 1 },
      "AT+QFUPL: ackMode must be a boolean, got 1",
    ],
    [
      "WRONG_TYPE",
      setEncodedSubject,
      { charset: 1, encodedSubject: "41" },
      'AT+QSMTPSUB: encodedSubject must be a Uint8Array, got "41"',
    ],
    [
      "WRONG_TYPE",
      getContextAddresses,
      { contextIds: 1 },
      "AT+CGPADDR: contextIds must be an array, got number",
    ],
    [
      "OUT_OF_RANGE",
      sendMail,
      { timeoutSeconds: 59 },
      "AT+QSMTPPUT: timeoutSeconds must be in 60-65535, got 59",
    ],
    [
      "NOT_ONE_OF",
      addRecipient,
      { type: 4, address: "" },
      "AT+QSMTPDST: type must be one of 1, 2, 3, got 4",
    ],
    [
      "NOT_ONE_OF",
      getStorageSpace,
      { storage: "USB" },
      'AT+QFLDS: storage must be one of UFS, RAM, SD, got "USB"',
    ],
    [
      "TOO_LONG",
      addRecipient,
      { type: 1, address: long },
      `AT+QSMTPDST: address must be at most 50 bytes (is 64), got "${long.slice(0, 40)}..."`,
    ],
    [
      "TOO_LONG",
      setEncodedSubject,
      { charset: 1, encodedSubject: new Uint8Array(101) },
      "AT+QSMTPSUB: encodedSubject must be at most 100 bytes (is 101), got 101 bytes",
    ],
    [
      "TOO_SHORT",
      deleteFile,
      { fileName: "" },
      'AT+QFDEL: fileName must be at least 1 byte (is 0), got ""',
    ],
    [
      "FORBIDDEN_CHARACTER",
      addRecipient,
      { type: 1, address: "a\r\nb" },
      'AT+QSMTPDST: address must not hold control characters (U+000D at 1), got "a\\r\\nb"',
    ],
    [
      "FORBIDDEN_CHARACTER",
      addRecipient,
      { type: 1, address: 'a"b' },
      'AT+QSMTPDST: address must not hold a double quote (at 1), got "a\\"b"',
    ],
    [
      "FORBIDDEN_CHARACTER",
      setSubject,
      { subject: "aé" },
      'AT+QSMTPSUB: subject must be ASCII (U+00E9 at 1), got "aé"',
    ],
    [
      "FORBIDDEN_CHARACTER",
      addRecipient,
      { type: 1, address: "a\ud83d" },
      'AT+QSMTPDST: address must not hold a lone surrogate (at 1), got "a\\ud83d"',
    ],
  ])("%s names command, parameter, rule and value", (code, operation, input, message) => {
    const error = thrownBy(() => encodeCommandLine(asRead(operation), input as never));
    expect(error).toBeInstanceOf(EncodeError);
    expect(error).toMatchObject({ name: "EncodeError", code, command: `AT${operation.at}` });
    expect((error as Error).message).toBe(message);
    expect([isEncodeError(error), isDecodeError(error)]).toEqual([true, false]);
  });

  it.each<[unknown, string]>([
    [null, "null"],
    [undefined, "undefined"],
    ["weir-41-gate", "string"],
  ])("may be no object at all: %j", (input, shown) => {
    const error = thrownBy(() => encodeCommandLine(addRecipient, input as never));
    expect((error as Error).message).toBe(`AT+QSMTPDST: input must be an object, got ${shown}`);
  });
});

type Unread = [code: DecodeErrorCode, read: () => unknown, message: string];

const operations = [asRead(addRecipient), asRead(sendMail), listRecipients];

describe("a line that cannot be read", () => {
  it.each<Unread>([
    [
      "SYNTAX",
      () => decodeCommandLine(operations, "HELLO"),
      "command line: does not begin with AT",
    ],
    [
      "UNKNOWN_COMMAND",
      () => decodeCommandLine(operations, "at+qpigeon=1"),
      "AT+QPIGEON: no such command or form",
    ],
    [
      "UNKNOWN_COMMAND",
      () => decodeCommandLine(operations, "AT+QSMTPPUT?"),
      "AT+QSMTPPUT: no such command or form",
    ],
    [
      "BAD_PARAMETER",
      () => decodeCommandLine(operations, "AT+QSMTPPUT=59"),
      "AT+QSMTPPUT: cannot read timeoutSeconds",
    ],
    [
      "BAD_PARAMETER",
      () => decodeCommandLine(operations, "AT+QSMTPPUT=60,1"),
      "AT+QSMTPPUT: cannot read field 2",
    ],
    [
      "MISSING_LINE",
      () => decodeReply(getSmtpServer, []),
      'reply to AT+QSMTPCFG (getSmtpServer): no line "+QSMTPCFG:" came before the final result',
    ],
    [
      "UNEXPECTED_LINE",
      () => decodeReply(listRecipients, ["+QSMTPSUB: 0"]),
      'reply to AT+QSMTPDST (listRecipients): the line "+QSMTPSUB: 0" does not fit',
    ],
  ])("%s says what was read and where it fails", (code, read, message) => {
    const error = thrownBy(read);
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ name: "DecodeError", code, message });
    expect([isDecodeError(error), isEncodeError(error)]).toEqual([true, false]);
  });
});

describe("isEncodeError and isDecodeError", () => {
  it.each([
    undefined,
    null,
    "EncodeError",
    new Error("x"),
    { name: "EncodeError", code: "TOO_LONG" },
  ])("do not take %j for ours", (value) => {
    expect([isEncodeError(value), isDecodeError(value)]).toEqual([false, false]);
  });

  it("know the errors of another copy of the package", () => {
    const brand = Symbol.for("@qsmtp/protocol/error");
    expect(isEncodeError({ [brand]: "encode" })).toBe(true);
    expect(isDecodeError({ [brand]: "decode" })).toBe(true);
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
