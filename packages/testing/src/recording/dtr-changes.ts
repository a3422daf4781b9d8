import type { ControlLines } from "@qsmtp/transport";

/** A change of DTR that a host has made. */
export interface DtrChange {
  readonly dtr: boolean;
  /** How many bytes came before it that were not taken yet. */
  readonly behindBytes: number;
}

/**
 * What a host does with DTR, in its place among the bytes that it sends. How a port is opened and closed
 * is not part of a session: opening it sets DTR, and may take it off again before the first byte; closing
 * it takes off RTS as well.
 */
export class DtrChanges {
  #changes: DtrChange[] = [];
  #dtr: boolean | undefined;
  #isOpen = false;
  #isOpening = false;

  /** The first one that was not taken yet. */
  get first(): DtrChange | undefined {
    return this.#changes[0];
  }

  /** There is another wire. */
  begin(lines: ControlLines | undefined): void {
    this.#dtr = lines?.dtr;
    this.#isOpen = lines?.dtr === true;
    this.#isOpening = false;
  }

  /** The host has sent something. */
  noteBytes(): void {
    this.#isOpening = false;
  }

  /** @param behindBytes how many bytes came before and were not taken yet */
  note({ dtr, rts }: ControlLines, behindBytes: number): void {
    if (dtr === this.#dtr) return;
    this.#dtr = dtr;
    if (!dtr && !rts) {
      this.#isOpen = false;
    } else if (dtr && !this.#isOpen) {
      this.#isOpen = true;
      this.#isOpening = true;
    } else if (!dtr && this.#isOpening) {
      this.#isOpening = false;
    } else {
      this.#changes.push({ dtr, behindBytes });
    }
  }

  /** The first one has been compared. */
  take(): void {
    this.#changes.shift();
  }

  /** So many bytes have been taken. */
  takeBytes(bytes: number): void {
    this.#changes = this.#changes.map(({ dtr, behindBytes }) => {
      return { dtr, behindBytes: Math.max(0, behindBytes - bytes) };
    });
  }
}
