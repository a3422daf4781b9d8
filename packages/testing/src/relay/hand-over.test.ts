import { describe, expect, it } from "vitest";
import { endedData } from "./hand-over.ts";

describe("the data of a mail", () => {
  it.each([
    ["a\r\nb\r\n", "a\r\nb\r\n.\r\n"],
    [".\r\n..\r\na.b\r\n", "..\r\n...\r\na.b\r\n.\r\n"],
    ["a\r\n.b\r\n", "a\r\n..b\r\n.\r\n"],
  ])("ends with a lone dot and has no other", (message, data) => {
    expect(Buffer.from(endedData(Buffer.from(message))).toString()).toBe(data);
  });
});
