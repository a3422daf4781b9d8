import type { FaultNamed } from "../faults/fault.ts";
import type { FaultPlan, Hit } from "../faults/fault-plan.ts";
import { damageOf, middleOf, spoil } from "../faults/spoil.ts";
import type { ByteMarks } from "./byte-marks.ts";
import type { DataReception } from "./data-reception.ts";

const names = ["lost-to-module", "doubled-to-module", "flipped-to-module"] as const;

interface Spoiling {
  readonly hit: Hit<FaultNamed<(typeof names)[number]>>;
  /** Offset of the first byte, and how many there are. */
  readonly at: number;
  readonly bytes: number | "chunk";
}

/** What arrives of the data of one command: some of it may be lost, doubled or changed on its way. */
export class FaultyReception {
  readonly #reception: DataReception;
  readonly #marks: ByteMarks;
  #spoilings: Spoiling[];
  #seenBytes = 0;
  /** Bytes that the module has got more than the host has sent, or fewer. */
  #surplusBytes = 0;

  constructor(
    reception: DataReception,
    lengthBytes: number,
    marks: ByteMarks,
    faults: FaultPlan,
    command: string,
  ) {
    this.#reception = reception;
    this.#marks = marks;
    const hits = faults.hits(names, command, ({ in: where, atByte = 1 }) => {
      return where === "data" && atByte <= lengthBytes;
    });
    this.#spoilings = hits
      .map((hit) => ({
        hit,
        at: hit.fault.atByte === undefined ? middleOf(lengthBytes) : hit.fault.atByte - 1,
        bytes: hit.fault.bytes ?? 1,
      }))
      .sort((one, other) => one.at - other.at);
  }

  /** @returns how many of the bytes have had their turn; those behind the end have not */
  accept(bytes: Uint8Array, silentMs: number): number {
    const [next] = this.#spoilings;
    if (next !== undefined && next.at <= this.#seenBytes) return this.#spoil(next, bytes, silentMs);
    const untilSpoiled = (next?.at ?? Number.POSITIVE_INFINITY) - this.#seenBytes;
    const most = Math.min(bytes.length, untilSpoiled, this.#marks.bytesToNext(this.#seenBytes));
    return this.#pass(bytes.subarray(0, most), silentMs);
  }

  /** Bytes of the host that have had their turn. */
  get hostBytes(): number {
    return this.#reception.hostBytes - this.#surplusBytes;
  }

  /** Bytes of the host were lost on their way. */
  lose(bytes: number): void {
    this.#surplusBytes -= bytes;
  }

  dropDtr(): void {
    this.#reception.dropDtr();
  }

  cancel(): void {
    this.#reception.cancel();
  }

  #pass(bytes: Uint8Array, silentMs: number): number {
    const taken = this.#reception.accept(bytes, silentMs);
    this.#seenBytes += taken;
    this.#marks.reached(this.#seenBytes);
    return taken;
  }

  #spoil({ hit, at, bytes: wanted }: Spoiling, bytes: Uint8Array, silentMs: number): number {
    this.#spoilings.shift();
    hit.happened();
    const damage = damageOf(hit.fault.do);
    const count = Math.min(bytes.length, wanted === "chunk" ? bytes.length : wanted);
    const head = bytes.subarray(0, count);
    if (damage === "doubled") {
      // They come once more: nothing of them has had its turn yet.
      this.#surplusBytes += count;
      this.#reception.accept(head, silentMs);
      return 0;
    }
    if (wanted !== "chunk" && wanted > count) {
      this.#spoilings.unshift({ hit, at: at + count, bytes: wanted - count });
    }
    if (damage === "flipped") return this.#pass(spoil(head, damage, 0, count), silentMs);
    this.#seenBytes += count;
    this.lose(count);
    return count;
  }
}
