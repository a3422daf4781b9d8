import type { Clock } from "../clock/clock.ts";
import type { ReceivedRecord, TranscriptRecord } from "./transcript-format.ts";
import { UnsolicitedLines } from "./unsolicited-lines.ts";

/** What has come from a module and was not looked for yet. */
export class RecordWaits {
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  readonly #unsolicited = new UnsolicitedLines();
  #came: { readonly record: ReceivedRecord; readonly isUnsolicited: boolean }[] = [];
  #wake: () => void = () => {};

  constructor(clock: Clock, signal: AbortSignal | undefined) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Takes a record of the session. */
  readonly note = (record: TranscriptRecord): void => {
    const isUnsolicited = this.#unsolicited.has(record);
    if (!("received" in record)) return;
    this.#came.push({ record, isUnsolicited });
    this.#wake();
  };

  /** A new command begins: answers to the one before are forgotten. */
  begin(): void {
    this.#came = this.#came.filter(({ isUnsolicited }) => isUnsolicited);
  }

  /**
   * Waits for a record, and leaves all others for later.
   * @returns `ended` when one has come that tells that it will not, and `late` after too long
   */
  async next(
    isWanted: (record: ReceivedRecord) => boolean,
    isEnd: (record: ReceivedRecord) => boolean,
    withinMs: number,
  ): Promise<"found" | "ended" | "late"> {
    const deadlineMs = this.#clock.now() + withinMs;
    for (;;) {
      const at = this.#came.findIndex(({ record }) => isWanted(record) || isEnd(record));
      const found = this.#came[at];
      if (found !== undefined && isWanted(found.record)) {
        this.#came.splice(at, 1);
        return "found";
      }
      if (found !== undefined) return "ended";
      const leftMs = deadlineMs - this.#clock.now();
      if (leftMs <= 0 || this.#signal?.aborted) return "late";
      await this.#sleep(leftMs);
    }
  }

  async pause(durationMs: number): Promise<void> {
    const deadlineMs = this.#clock.now() + durationMs;
    for (;;) {
      const leftMs = deadlineMs - this.#clock.now();
      if (leftMs <= 0 || this.#signal?.aborted) return;
      await this.#sleep(leftMs);
    }
  }

  /** Until a record comes, the time is over, or it is called off. */
  #sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#clock.clearTimeout(timer);
        this.#signal?.removeEventListener("abort", wake);
        this.#wake = () => {};
        resolve();
      };
      const timer = this.#clock.setTimeout(wake, durationMs);
      this.#wake = wake;
      this.#signal?.addEventListener("abort", wake, { once: true });
    });
  }
}
