import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { reasonOf } from "./reason-of.ts";

const fails = (): never => {
  throw new Error("fails");
};

test.each<[string, unknown, string]>([
  ["an error", new TypeError("no port"), "no port"],
  ["one of another realm", runInNewContext("new Error('no port')"), "no port"],
  ["a text", "no port", "no port"],
  ["a number", 7, "7"],
  ["nothing", undefined, "undefined"],
  ["a symbol", Symbol("no port"), "Symbol(no port)"],
  ["an object without a prototype", Object.create(null), "a value that says nothing"],
  ["an object whose message is no text", { message: 1, toString: () => "no port" }, "no port"],
  [
    "a message that fails",
    Object.defineProperty({}, "message", { get: fails }),
    "a value that says nothing",
  ],
  ["a proxy that fails", new Proxy({}, { has: fails, get: fails }), "a value that says nothing"],
])("%s says what it can", (_what, thrown, reason) => {
  expect(reasonOf(thrown)).toBe(reason);
});
