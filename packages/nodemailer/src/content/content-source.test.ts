import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { type ContentFields, contentSource } from "./content-source.ts";

it.each<[ContentFields, unknown]>([
  [{ content: "a" }, { kind: "text", text: "a" }],
  [
    { content: "grün", encoding: "UTF-8" },
    { kind: "text", text: "grün" },
  ],
  [
    { content: "YQ==", encoding: "base64" },
    { kind: "bytes", bytes: Uint8Array.of(97) },
  ],
  [
    { content: "YQ\r\n==\n", encoding: "base64" },
    { kind: "bytes", bytes: Uint8Array.of(97) },
  ],
  [
    { content: "YQ", encoding: "base64url" },
    { kind: "bytes", bytes: Uint8Array.of(97) },
  ],
  [
    { content: "6a", encoding: "hex" },
    { kind: "bytes", bytes: Uint8Array.of(0x6a) },
  ],
  [
    { content: "ü", encoding: "latin1" },
    { kind: "bytes", bytes: Uint8Array.of(0xfc) },
  ],
  [{ content: "Y!==", encoding: "base64" }, "is not base64"],
  [{ content: "6ag", encoding: "hex" }, "is not hex"],
  [{ content: "水", encoding: "latin1" }, "is not latin1"],
  [{ content: "a", encoding: "klingon" }, 'is in an encoding that is not known: "klingon"'],
  [{ content: Buffer.from("a") }, { kind: "bytes", bytes: Uint8Array.of(97) }],
  [{ content: new ArrayBuffer(1) }, { kind: "bytes", bytes: Uint8Array.of(0) }],
  [{ content: new DataView(new ArrayBuffer(1)) }, { kind: "bytes", bytes: Uint8Array.of(0) }],
  [{ content: { path: "a.txt" } }, { kind: "file", file: "a.txt" }],
  [
    { content: "x", path: "a.txt", href: "http://x/" },
    { kind: "file", file: "a.txt" },
  ],
  [
    { path: false, content: "x" },
    { kind: "text", text: "x" },
  ],
  [{ path: "HTTP://x/a" }, { kind: "url", url: "HTTP://x/a", headers: {} }],
  [
    { href: "http://x/a", httpHeaders: { "x-a": 1 } },
    { kind: "url", url: "http://x/a", headers: { "x-a": "1" } },
  ],
  [{ path: "data:,a" }, { kind: "data", uri: "data:,a" }],
  [{ href: "DATA:,a" }, { kind: "data", uri: "DATA:,a" }],
  [{ content: 5 }, "must be text, bytes or a stream"],
  [{ content: { a: 1 } }, "must be text, bytes or a stream"],
])("finds the content of %j", (fields, source) => {
  expect(contentSource(fields)).toEqual(source);
});

it("takes bytes of another realm", () => {
  const content: unknown = runInNewContext("new Uint8Array([1, 2, 3])");
  expect(contentSource({ content })).toEqual({ kind: "bytes", bytes: Uint8Array.of(1, 2, 3) });
});

it("takes only the part of the memory that a view shows", () => {
  const content = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
  expect(contentSource({ content })).toEqual({ kind: "bytes", bytes: Uint8Array.of(2, 3) });
});

it("takes streams as they are", () => {
  const content = Readable.from(["a"]);
  expect(contentSource({ content })).toEqual({ kind: "stream", stream: content });
  content.destroy();
});
