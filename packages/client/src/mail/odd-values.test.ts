import { describe, expect, test } from "vitest";
import { MessageError, type MessageProblem } from "../errors/message-error.ts";
import { planMail } from "./plan-mail.ts";
import { takeMessage } from "./take-message.ts";

/** What the message below is refused for; nothing where it is planned. */
function problemsOf(message: unknown): readonly MessageProblem[] {
  return refusal(message)?.problems ?? [];
}

function refusal(message: unknown): MessageError | undefined {
  try {
    planMail(takeMessage(message), { bodyInputSeconds: 90 });
    return undefined;
  } catch (error) {
    if (error instanceof MessageError) return error;
    throw error;
  }
}

const thrown = new Error("not now");
const fails = (): never => {
  throw thrown;
};
const traps = Object.fromEntries(
  ["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"].map((trap) => [
    trap,
    fails,
  ]),
);
const endless = (times: number): unknown => {
  const list: unknown[] = [];
  for (let time = 0; time < times; time++) list.push(list);
  return list;
};
const revoked = (): unknown => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** Made anew for each place: some can be used once. */
const oddValues: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  undefined: () => undefined,
  NaN: () => Number.NaN,
  zero: () => 0,
  "minus one": () => -1,
  infinity: () => Number.POSITIVE_INFINITY,
  bigint: () => 10n,
  true: () => true,
  false: () => false,
  symbol: () => Symbol("odd"),
  function: () => fails,
  class: () => class Odd {},
  "empty text": () => "",
  blank: () => " ",
  text: () => "odd",
  "half a character": () => "\ud800",
  "a text object": () => new String("a@example.org"),
  "an empty list": () => [],
  "a list of nothing": () => [null],
  "a list with a hole": () => new Array(2),
  "a long list": () => new Array(4_000_000_000),
  "a list that holds itself": () => endless(1),
  "a list that holds itself many times": () => endless(900),
  "an empty object": () => ({}),
  "no prototype": () => Object.create(null),
  "the root of all": () => Object.prototype,
  date: () => new Date(0),
  map: () => new Map([["address", "a@example.org"]]),
  set: () => new Set(["a@example.org"]),
  promise: () => Promise.resolve("a@example.org"),
  error: () => new Error("odd"),
  expression: () => /odd/,
  "an iterator": () => [1].values(),
  words: () => new Uint16Array(2),
  "no bytes": () => new Uint8Array(0),
  "a view whose memory is gone": () => {
    const bytes = new Uint8Array(4);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  },
  "a proxy that throws": () => new Proxy({}, traps),
  "a list that throws": () => new Proxy(["a@example.org"], traps),
  "a revoked proxy": revoked,
  "an endless line of ancestors": () => {
    const proxy: object = new Proxy({}, { getPrototypeOf: () => proxy });
    return proxy;
  },
  "a stream that throws when looked at": () => ({
    get getReader() {
      return fails();
    },
  }),
  "a locked stream that throws": () => ({
    getReader: () => undefined,
    get locked() {
      return fails();
    },
  }),
  "an object without a use": () => ({ odd: 1 }),
  "an object that is no text": () => ({ toString: fails, valueOf: fails, toJSON: fails }),
};

const whole = () => ({
  from: { name: "Logger", address: "logger@example.org" } as Record<string, unknown>,
  to: ["a@example.org", { name: "B", address: "b@example.org" }] as unknown[],
  cc: "c@example.org" as unknown,
  bcc: [["d@example.org"]] as unknown[],
  subject: "Alarm" as unknown,
  text: "x" as unknown,
  charset: "utf-8" as unknown,
  attachments: [{ filename: "a.txt", content: "x" }] as unknown,
});
type Whole = ReturnType<typeof whole>;
const file = (part: object): unknown => [{ filename: "a.txt", content: "x", ...part }];

/** Every place of a message, at every depth. */
const places: Readonly<Record<string, (message: Whole, value: unknown) => unknown>> = {
  message: (_message, value) => value,
  from: (message, from) => ({ ...message, from }),
  "from.name": (message, name) => ({ ...message, from: { ...message.from, name } }),
  "from.address": (message, address) => ({ ...message, from: { ...message.from, address } }),
  "from.odd": (message, odd) => ({ ...message, from: { ...message.from, odd } }),
  to: (message, to) => ({ ...message, to }),
  "to[1]": ({ to, ...message }, value) => ({ ...message, to: [to[0], value] }),
  "to[0].name": (message, name) => ({ ...message, to: [{ name, address: "a@example.org" }] }),
  "to[0].address": (message, address) => ({ ...message, to: [{ address }] }),
  cc: (message, cc) => ({ ...message, cc }),
  bcc: (message, bcc) => ({ ...message, bcc }),
  "bcc[0][1]": (message, value) => ({ ...message, bcc: [["d@example.org", value]] }),
  subject: (message, subject) => ({ ...message, subject }),
  text: (message, text) => ({ ...message, text }),
  charset: (message, charset) => ({ ...message, charset }),
  attachments: (message, attachments) => ({ ...message, attachments }),
  "attachments[0]": (message, value) => ({ ...message, attachments: [value] }),
  "attachments[0].filename": (message, filename) => ({
    ...message,
    attachments: file({ filename }),
  }),
  "attachments[0].content": (message, content) => ({ ...message, attachments: file({ content }) }),
  "attachments[0].lengthBytes": (message, lengthBytes) => ({
    ...message,
    attachments: file({ lengthBytes }),
  }),
  "attachments[0].encoding": (message, encoding) => ({
    ...message,
    attachments: file({ encoding }),
  }),
  "attachments[0].odd": (message, odd) => ({ ...message, attachments: file({ odd }) }),
  html: (message, html) => ({ ...message, html }),
  odd: (message, odd) => ({ ...message, odd }),
};

/** What may stand where it is: it says nothing, and nothing is lost. */
const absent = ["null", "undefined"];
const saysNothing = [
  ...[...absent, "false", "empty text", "an empty list", "an empty object", "no prototype"],
];
const taken: Readonly<Record<string, readonly string[]>> = {
  "from.name": [...absent, "empty text", "blank", "text"],
  "from.odd": saysNothing,
  to: [...absent, "empty text", "blank", "an empty list"],
  "to[1]": ["empty text", "blank", "an empty list"],
  "to[0].name": [...absent, "empty text", "blank", "text"],
  cc: [...absent, "empty text", "blank", "an empty list"],
  bcc: [...absent, "empty text", "blank", "an empty list"],
  "bcc[0][1]": ["empty text", "blank", "an empty list"],
  subject: [...absent, "empty text", "blank", "text"],
  text: [...absent, "empty text", "blank", "text"],
  charset: absent,
  attachments: [...absent, "an empty list"],
  "attachments[0].filename": ["text"],
  "attachments[0].content": ["blank", "text"],
  "attachments[0].lengthBytes": absent,
  "attachments[0].encoding": absent,
  "attachments[0].odd": saysNothing,
  html: saysNothing,
  odd: saysNothing,
};

test("the message into which odd values are put is sound", () => {
  expect(problemsOf(whole())).toEqual([]);
});

describe.each(Object.entries(places))("at %s", (place, put) => {
  test.each(Object.entries(oddValues))("%s is taken or refused by its path", (name, make) => {
    const problems = problemsOf(put(whole(), make()));
    const paths = problems.map(({ path }) => path);
    if (taken[place]?.includes(name)) expect(paths).toEqual([]);
    else
      expect(
        paths.some((path) => belongs(path, place)),
        `${name}: ${paths}`,
      ).toBe(true);
    for (const { message } of problems) expect(message.length).toBeLessThan(400);
  });

  test("what a getter throws is the cause", () => {
    if (place === "message") return;
    const message = put(whole(), "marked") as object;
    const error = refusal(withGetter(message, "marked"));
    expect(error?.cause).toBe(thrown);
    expect(error?.problems.map(({ code }) => code)).toContain("UNREADABLE");
  });
});

/** The place itself, or for a whole that is odd a part of it, or what is needed of it. */
function belongs(path: string, place: string): boolean {
  return path.startsWith(place) || (place === "message" && !path.includes("."));
}

/** The same with a getter that throws instead of a value, wherever that stands. */
function withGetter(value: unknown, marked: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const copy = (Array.isArray(value) ? [] : {}) as object;
  for (const [key, part] of Object.entries(value)) {
    const get = (): unknown => (part === marked ? fails() : withGetter(part, marked));
    Object.defineProperty(copy, key, { get, enumerable: true });
  }
  return copy;
}
