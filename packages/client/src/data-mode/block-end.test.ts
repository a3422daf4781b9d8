import { expect, test } from "vitest";
import { blockEnd } from "./block-end.ts";

function payloadBlocks(payload: Uint8Array, blockBytes: number): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < payload.length; ) {
    const end = blockEnd(payload, at, blockBytes);
    blocks.push(payload.subarray(at, end));
    at = end;
  }
  return blocks;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (blocks: Uint8Array[]): string[] =>
  blocks.map((block) => new TextDecoder().decode(block));

test("cuts into blocks of the given size", () => {
  expect(texts(payloadBlocks(bytes("abcdefgh"), 3))).toEqual(["abc", "def", "gh"]);
});

test("an empty payload has no blocks", () => {
  expect(payloadBlocks(new Uint8Array(0), 3)).toEqual([]);
});

test("a rest of three plus signs goes with the block before it", () => {
  expect(texts(payloadBlocks(bytes("abcdef+++"), 3))).toEqual(["abc", "def+++"]);
});

test("plus signs inside a longer rest stay where they are", () => {
  expect(texts(payloadBlocks(bytes("abcd+++x"), 4))).toEqual(["abcd", "+++x"]);
  expect(texts(payloadBlocks(bytes("abcd++"), 4))).toEqual(["abcd", "++"]);
});

test("no payload gives a block that is the escape sequence, but for a payload that is just that", () => {
  const alphabet = [0x2b, 0x61];
  for (let length = 1; length <= 9; length++) {
    for (let code = 0; code < 2 ** length; code++) {
      const payload = Uint8Array.from({ length }, (_, at) => alphabet[(code >> at) & 1] ?? 0);
      for (const size of [4, 5]) {
        const blocks = payloadBlocks(payload, size);
        expect(blocks.flatMap((block) => [...block])).toEqual([...payload]);
        if (blocks.length > 1) expect(texts(blocks)).not.toContain("+++");
      }
    }
  }
});
