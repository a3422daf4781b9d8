import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import * as client from "../index.ts";

const { QsmtpError, isQsmtpError } = client;
const failure = {
  stage: "sending",
  outcome: "unknown",
  leftBehind: ["RAM:a.txt", "RAM:b.txt"],
  draftLeftBehind: true,
  finalOutcome: Promise.resolve<client.Outcome>("sent"),
} as const;
const numbered = { code: 652, name: "busy", meaning: "busy", remedy: "Wait.", retryable: true };
const problems = Array.from({ length: 30 }, (_, at) => ({
  path: `to[${at}]`,
  code: "INVALID_ADDRESS" as const,
  message: "is\nnot an address",
}));
const deep = new Error("outer\nsecond line", { cause: new Error("inner") });

const samples: readonly InstanceType<typeof QsmtpError>[] = [
  new QsmtpError("STORAGE_FULL", "no room.", {
    fault: "module",
    hint: "Delete files.",
    cause: deep,
  }),
  new client.InvalidOptionError([
    { path: "smtp.host", message: "is missing", hint: "Name the server." },
    { path: "smtp.port", message: "must be a number", hint: "Name the server." },
  ]),
  new client.MessageError(problems),
  new client.CommandError("AT+QSMTPPUT=300", "+CME ERROR: 652", numbered),
  new client.TimeoutError("the final result", 1000, { blocked: true }),
  new client.AbortedError(Object.create(null)),
  new client.AbortedError(runInNewContext("new Error('from elsewhere')")),
  new client.ConnectionLostError(deep),
  new client.ModuleRestartedError(),
  new client.WireStateError("AT"),
  new client.UnexpectedReplyError("AT", "is odd"),
  new client.ModuleClosedError(),
  new client.ConnectionFailedError(deep),
  new client.ModuleNotRespondingError("nothing", "Look.", { found: "nmea", cause: deep }),
  new client.FileExistsError("RAM:a.txt"),
  new client.UploadCorruptError("a", { bytes: 1, checksum: 1 }, { bytes: 2, checksum: 2 }),
  new client.PdpActivationError(
    1,
    { problem: "apn", what: "it has no access point", remedy: "Give apn." },
    {
      needsRestart: false,
      moduleError: numbered,
      cause: new client.CommandError("AT+QIACT=1", "ERROR", undefined),
    },
  ),
  new client.SourceError("text", "failed", "is gone", { hint: "Again.", cause: deep }),
  new client.SendError("SEND_FAILED", "the mail was not sent", failure, {
    fault: "server",
    hint: "Ask the provider.",
    cause: deep,
    moduleError: numbered,
    serverError: { ...numbered, code: 550 },
  }),
];

describe.each(samples.map((error) => [error.name, error] as const))("a %s", (name, error) => {
  test("is printed in 12 lines at most, with the hint once", () => {
    const printed = inspect(error);
    expect(printed.split("\n").length).toBeLessThanOrEqual(12);
    expect(printed).toContain(`${name} [${error.code}]: `);
    if (error.hint !== undefined) expect(printed.split(error.hint)).toHaveLength(2);
    const within = inspect({ error }).split("\n").length;
    expect(within).toBeLessThanOrEqual(14);
  });

  test("gives its message as JSON, and no promise", () => {
    const json = JSON.parse(JSON.stringify({ error })).error;
    expect(json).toMatchObject({ name, code: error.code, message: error.message });
    expect(json).toMatchObject({ fault: error.fault, retryable: error.retryable });
    expect(json.hint).toBe(error.hint);
    expect(json).not.toHaveProperty("stack");
    expect(json).not.toHaveProperty("finalOutcome");
    if (error.cause !== undefined) expect(json.cause).toHaveProperty("message");
  });

  test("has no field for its name, and says it in its stack", () => {
    expect(Object.keys(error)).not.toContain("name");
    expect(Object.keys(error)).not.toContain("hint");
    expect(String(error)).toBe(`${name}: ${error.message}`);
  });

  test("is told by its code", () => {
    expect(isQsmtpError(error)).toBe(true);
    expect(isQsmtpError(error, error.code)).toBe(true);
    expect(isQsmtpError(error, error.code === "TIMEOUT" ? "ABORTED" : "TIMEOUT")).toBe(false);
  });
});

test("a class for every error that the package exports has a sample here", () => {
  const classes = Object.values(client).filter(
    (value) => typeof value === "function" && value.prototype instanceof QsmtpError,
  );
  const missing = classes.filter((one) => !samples.some((error) => error.constructor === one));
  expect(missing).toEqual([]);
  expect(classes.length).toBeGreaterThan(15);
});

test.each([undefined, null, "TIMEOUT", new Error("x"), { code: "TIMEOUT" }])(
  "%o is no error of the package",
  (value) => {
    expect(isQsmtpError(value)).toBe(false);
  },
);

test("a reason of another realm, or without words, is told as well as can be", () => {
  const [nothing, elsewhere] = samples.filter(({ code }) => code === "ABORTED");
  expect(nothing?.message).toContain("says nothing");
  expect(elsewhere?.message).toContain("from elsewhere");
});

test("what is too much to print is in the JSON", () => {
  const [error] = samples.filter(({ code }) => code === "MESSAGE_REFUSED");
  expect(error?.toJSON().problems).toEqual(problems);
});
