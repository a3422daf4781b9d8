import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Connection, ConnectionCapabilities, Transport } from "./connection.ts";
import { TransportError } from "./errors.ts";
import type { FarEnd } from "./far-end.ts";

/** A transport under test together with the other end of its wire. */
export interface ContractRig {
  readonly transport: Transport;
  /** Opens the transport and gives both ends. */
  connect(): Promise<{ readonly connection: Connection; readonly peer: FarEnd }>;
  dispose(): Promise<void>;
}

/** One kind of transport, and what it must be able to do. */
interface ContractSubject {
  readonly capabilities: ConnectionCapabilities;
  createRig(): Promise<ContractRig>;
}

/** Registers the tests that every transport must pass. */
export function describeConnectionContract(name: string, subject: ContractSubject): void {
  describe(`connection contract: ${name}`, () => {
    let rig: ContractRig;
    beforeEach(async () => {
      rig = await subject.createRig();
    });
    afterEach(async () => {
      vi.useRealTimers();
      await rig.dispose();
    });

    describe("bytes", () => {
      it("arrive intact from the host, all 256 values and 100 kB of them", async () => {
        const { connection, peer } = await rig.connect();
        const received = collect(peer);
        const sent = pattern(100_000);
        await connection.write(sent);
        expect(await received.atLeast(sent.length)).toEqual(sent);
        await connection.close();
      });

      it("arrive intact at the host, all 256 values and 100 kB of them", async () => {
        const { connection, peer } = await rig.connect();
        const received = collect(connection);
        const sent = pattern(100_000);
        peer.write(sent);
        expect(await received.atLeast(sent.length)).toEqual(sent);
        await connection.close();
      });

      it("keep the order of the writes without waiting between them", async () => {
        const { connection, peer } = await rig.connect();
        const received = collect(peer);
        const sent = pattern(64);
        const writes = Array.from(sent, (byte) => connection.write(Uint8Array.of(byte)));
        await Promise.all(writes);
        expect(await received.atLeast(sent.length)).toEqual(sent);
        await connection.close();
      });

      it("may be none", async () => {
        const { connection, peer } = await rig.connect();
        const received = collect(peer);
        await connection.write(new Uint8Array());
        await connection.write(Uint8Array.of(1));
        expect(await received.atLeast(1)).toEqual(Uint8Array.of(1));
        await connection.close();
      });

      it("are held while nobody listens, even more than the transport itself keeps", async () => {
        const { connection, peer } = await rig.connect();
        const sent = pattern(200_000);
        peer.write(sent);
        await turnsOfTheEventLoop(50);
        expect(await collect(connection).atLeast(sent.length)).toEqual(sent);
        await connection.close();
      });

      it("come as plain arrays that own their memory", async () => {
        const { connection, peer } = await rig.connect();
        const arrived = new Promise<Uint8Array>((resolve) => connection.onData(resolve));
        peer.write(Uint8Array.of(1, 2, 3));
        const chunk = await arrived;
        expect(Object.getPrototypeOf(chunk)).toBe(Uint8Array.prototype);
        expect(chunk.buffer.byteLength).toBe(chunk.byteLength);
        await connection.close();
      });

      it("no longer go to a listener that was removed", async () => {
        const { connection, peer } = await rig.connect();
        const removed = vi.fn();
        const remove = connection.onData(removed);
        const received = collect(connection);
        remove();
        peer.write(Uint8Array.of(1));
        await received.atLeast(1);
        expect(removed).not.toHaveBeenCalled();
        await connection.close();
      });
    });

    describe("an end", () => {
      it("by close() is local, and closing twice does no harm", async () => {
        const { connection } = await rig.connect();
        await Promise.all([connection.close(), connection.close()]);
        await connection.close();
        expect(await connection.closed).toEqual({ kind: "local" });
      });

      it("by leaving the block of an await using is local", async () => {
        const { connection } = await rig.connect();
        {
          await using inside = connection;
          await inside.write(Uint8Array.of(1));
        }
        expect(await connection.closed).toEqual({ kind: "local" });
        await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "CLOSED" });
      });

      it("by a broken wire is a loss with its cause, and stays one after close()", async () => {
        const { connection, peer } = await rig.connect();
        peer.unplug();
        const expected = {
          kind: "lost",
          error: expect.objectContaining({ code: "CONNECTION_LOST", cause: expect.any(Error) }),
        };
        expect(await connection.closed).toEqual(expected);
        await connection.close();
        expect(await connection.closed).toEqual(expected);
      });

      it("by close() makes later calls reject with CLOSED", async () => {
        const { connection } = await rig.connect();
        const closing = connection.close();
        await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "CLOSED" });
        await closing;
        await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "CLOSED" });
      });

      it("by a broken wire makes later calls reject with CLOSED and the loss as cause", async () => {
        const { connection, peer } = await rig.connect();
        peer.unplug();
        await connection.closed;
        await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({
          code: "CLOSED",
          cause: { code: "CONNECTION_LOST" },
        });
      });

      it("by close() rejects pending writes with CLOSED", async () => {
        const { connection } = await rig.connect();
        const writes = [connection.write(pattern(10_000)), connection.write(pattern(10))];
        const outcomes = Promise.allSettled(writes);
        await connection.close();
        for (const outcome of await outcomes) {
          expect(outcome).toMatchObject({ status: "rejected", reason: { code: "CLOSED" } });
        }
      });

      it("by a broken wire rejects pending writes with CONNECTION_LOST", async () => {
        const { connection, peer } = await rig.connect();
        const writes = [
          connection.write(new Uint8Array(16_000_000)),
          connection.write(pattern(10)),
        ];
        const outcomes = Promise.allSettled(writes);
        peer.unplug();
        for (const outcome of await outcomes) {
          expect(outcome).toMatchObject({
            status: "rejected",
            reason: { code: "CONNECTION_LOST" },
          });
        }
        await connection.closed;
      });

      it("by close() stops the delivery of data", async () => {
        const { connection, peer } = await rig.connect();
        peer.write(pattern(1000));
        await turnsOfTheEventLoop(20);
        const listener = vi.fn();
        connection.onData(listener);
        await connection.close();
        await turnsOfTheEventLoop(20);
        expect(listener).not.toHaveBeenCalled();
      });

      it("leaves no timer", async () => {
        vi.useFakeTimers();
        const { connection } = await rig.connect();
        await connection.write(Uint8Array.of(1));
        await connection.close();
        expect(vi.getTimerCount()).toBe(0);
      });

      it("lets the transport be opened again", async () => {
        const first = await rig.connect();
        await first.connection.close();
        await expectToWork(rig);
      });
    });

    describe("DTR", () => {
      it("can be set where the capabilities say so, and only there", async () => {
        const { connection } = await rig.connect();
        expect(connection.capabilities).toEqual(subject.capabilities);
        if (subject.capabilities.controlLines) {
          await connection.setDtr(false);
          await connection.close();
          await expect(connection.setDtr(true)).rejects.toMatchObject({ code: "CLOSED" });
        } else {
          await expect(connection.setDtr(false)).rejects.toMatchObject({ code: "UNSUPPORTED" });
          await connection.close();
        }
      });
    });

    describe("an abort", () => {
      const reason = new Error("changed my mind");

      it("before open() rejects with its reason", async () => {
        const signal = AbortSignal.abort(reason);
        await expect(rig.transport.open({ signal })).rejects.toBe(reason);
        await expectToWork(rig);
      });

      it("during open() rejects with its reason, at any moment, and leaves nothing open", async () => {
        for (let turns = 0; turns < 6; turns += 1) {
          const controller = new AbortController();
          const opening = rig.transport.open({ signal: controller.signal });
          const outcome = opening.then(
            (connection) => ({ connection }),
            (error: unknown) => ({ error }),
          );
          await turnsOfTheEventLoop(turns);
          controller.abort(reason);
          const result = await outcome;
          // Late in the row the port may already have been open; then the abort has no effect.
          if ("connection" in result) await result.connection.close();
          else expect(result.error).toBe(reason);
          await expectToWork(rig);
        }
      });

      it("at once rejects before anything else happens, and leaves no timer", async () => {
        vi.useFakeTimers();
        const controller = new AbortController();
        const opening = rig.transport.open({ signal: controller.signal });
        controller.abort(reason);
        await expect(opening).rejects.toBe(reason);
        expect(vi.getTimerCount()).toBe(0);
      });

      it("after open() has no effect", async () => {
        const controller = new AbortController();
        const connection = await rig.transport.open({ signal: controller.signal });
        controller.abort(reason);
        await connection.write(Uint8Array.of(1));
        await connection.close();
        expect(await connection.closed).toEqual({ kind: "local" });
      });
    });

    it("reports every failure as a TransportError", async () => {
      const { connection } = await rig.connect();
      await connection.close();
      await expect(connection.write(Uint8Array.of(1))).rejects.toBeInstanceOf(TransportError);
    });
  });
}

async function expectToWork(rig: ContractRig): Promise<void> {
  const { connection, peer } = await rig.connect();
  const received = collect(peer);
  await connection.write(Uint8Array.of(7));
  expect(await received.atLeast(1)).toEqual(Uint8Array.of(7));
  await connection.close();
}

interface Collected {
  /** Resolves with everything received so far once it is at least `count` bytes. */
  atLeast(count: number): Promise<Uint8Array>;
}

function collect(source: Pick<Connection, "onData">): Collected {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let check = (): void => {};
  source.onData((chunk) => {
    // Not copied: a transport that reused its chunks would be found out.
    chunks.push(chunk);
    total += chunk.length;
    check();
  });
  return {
    atLeast: (count) =>
      new Promise((resolve) => {
        check = () => {
          if (total >= count) resolve(new Uint8Array(chunks.flatMap((chunk) => [...chunk])));
        };
        check();
      }),
  };
}

/** Bytes in which all values occur and no period lines up with a buffer size. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index + Math.floor(index / 256) * 7) % 256);
}

async function turnsOfTheEventLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
