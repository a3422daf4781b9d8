import { describe, expect, it } from "vitest";
import { SmtpReplyParser } from "./smtp-reply.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("SMTP replies", () => {
  it("are the same however the bytes are cut", () => {
    const stream = bytes(
      "220 mx ready\r\n250-mx\r\n250-SIZE 10\r\n250 HELP\r\n354\r\n550 ungültig\n",
    );
    const expected = [
      { code: 220, text: "220 mx ready" },
      { code: 250, text: "250-mx\n250-SIZE 10\n250 HELP" },
      { code: 354, text: "354" },
      { code: 550, text: "550 ungültig" },
    ];
    for (let size = 1; size <= stream.length; size += 1) {
      const parser = new SmtpReplyParser();
      const replies = [];
      for (let at = 0; at < stream.length; at += size) {
        replies.push(...parser.push(stream.subarray(at, at + size)));
      }
      expect(replies).toEqual(expected);
    }
  });

  it("have the code 0 when they are none of SMTP", () => {
    const replies = new SmtpReplyParser().push(bytes("HTTP/1.1 400 Bad Request\r\n2500 no\r\n"));
    expect(replies.map((reply) => reply.code)).toEqual([0, 0]);
  });

  it("tells how much waits for its end", () => {
    const parser = new SmtpReplyParser();
    parser.push(bytes("250-first\r\n250-sec"));
    expect(parser.pendingLength).toBe("250-first250-sec".length);
    parser.push(bytes("ond\r\n250 last\r\n"));
    expect(parser.pendingLength).toBe(0);
  });
});
