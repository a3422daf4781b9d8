import { uploadFile } from "@qsmtp/protocol/commands";
import { expect, test } from "vitest";
import type { Call } from "./call.ts";
import type { ChannelInput } from "./effects.ts";
import { reduce } from "./reduce.ts";
import { type ChannelState, openingState } from "./state.ts";
import { timingOf } from "./timing.ts";

/** A payload whose last three bytes are an escape sequence. */
function payloadOf(lengthBytes: number): Uint8Array {
  return Uint8Array.from({ length: lengthBytes }, (_, at) =>
    at + 3 < lengthBytes ? at % 251 : 0x2b,
  );
}

/** What is written of a payload when port, module and source take their turns by chance. */
function written(payload: Uint8Array, isStreamed: boolean, ackMode: boolean, seed: number) {
  const { length: lengthBytes } = payload;
  const command = uploadFile({
    fileName: "RAM:a",
    sizeBytes: lengthBytes,
    timeoutSeconds: 60,
    ackMode,
  });
  const call: Call = {
    id: 1,
    command,
    batch: undefined,
    needsProof: false,
    lastByteAfterMs: 0,
    payload: isStreamed ? { lengthBytes, path: "a" } : payload,
    receiveBytes: undefined,
    timing: timingOf(command, undefined),
    turnByMs: Number.POSITIVE_INFINITY,
    endByMs: Number.POSITIVE_INFINITY,
    limitMs: 0,
  };
  let state: ChannelState = { ...openingState(0, false), wire: { kind: "idle", proof: "proven" } };
  const blocks: Uint8Array[] = [];
  let waiting: ChannelInput[] = [];
  let pulled = 0;
  let most = 0;
  let chance = seed;
  const feed = (input: ChannelInput): void => {
    const step = reduce(state, input, 0);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === "writeCommand") waiting.push({ type: "written" });
      if (effect.type === "writeBlock") {
        blocks.push(effect.bytes);
        waiting.push({ type: "written" });
        const acks = ackMode ? Math.floor(effect.bytes.length / 1024) : 0;
        for (let ack = 0; ack < acks; ack++) waiting.push({ type: "ack" });
      }
      if (effect.type === "pull") {
        const bytes = payload.slice(pulled, pulled + effect.lengthBytes);
        expect(bytes.length, "no more is asked for than there is").toBe(effect.lengthBytes);
        pulled += effect.lengthBytes;
        waiting.push({ type: "payloadReady", id: 1, bytes });
      }
    }
    const out = blocks.reduce((sum, { length }) => sum + length, 0);
    most = Math.max(most, pulled - out);
  };
  feed({ type: "call", call });
  feed({ type: "written" });
  waiting = [];
  feed({ type: "line", text: "CONNECT" });
  while (waiting.length > 0) {
    chance = (chance * 1103515245 + 12345) % 0x80000000;
    const at = Math.floor((chance / 0x80000000) * waiting.length);
    const [next] = waiting.splice(at, 1);
    if (next !== undefined) feed(next);
  }
  return { blocks: blocks.map((block) => Array.from(block)), state, most };
}

test.each([1, 3, 1024, 1026, 1027, 1028, 2048, 2051, 5000])(
  "the blocks of a stream of %i bytes are those of an array, whenever its bytes come",
  (lengthBytes) => {
    const payload = payloadOf(lengthBytes);
    for (const ackMode of [true, false]) {
      const expected = written(payload, false, ackMode, 1).blocks;
      expect(expected.flat()).toEqual(Array.from(payload));
      for (let seed = 1; seed <= 20; seed++) {
        const { blocks, state, most } = written(payload, true, ackMode, seed);
        expect(blocks).toEqual(expected);
        expect(most, "bytes that lie here").toBeLessThanOrEqual(1027);
        expect(state.wire).toMatchObject({ kind: "running", phase: { name: "result" } });
      }
    }
  },
);

test("bytes of a call that is over go nowhere", () => {
  const { state } = written(payloadOf(3000), true, false, 1);
  const idle: ChannelState = { ...state, wire: { kind: "idle", proof: "proven" } };
  const bytes = new Uint8Array(10);
  for (const from of [idle, state]) {
    const { effects } = reduce(from, { type: "payloadReady", id: 7, bytes }, 0);
    expect(effects).toEqual([]);
  }
});
