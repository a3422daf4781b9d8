import type { Timers } from "../../clock/timers.ts";

const timePattern = /^(\d{2})\/(\d{2})\/(\d{2}),(\d{2}):(\d{2}):(\d{2})([+-]\d{2})?$/;

/** The clock behind `AT+CCLK`. Until it is set it counts from the beginning of 1980, GMT. */
export class ModuleClock {
  readonly #timers: Timers;
  #setAtMs: number;
  #time: number = Date.UTC(1980, 0, 6);
  #zone = "+00";

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#setAtMs = timers.now();
  }

  /** `yy/MM/dd,hh:mm:ss±zz`, zone in quarter hours. */
  toString(): string {
    const date = new Date(this.#time + this.#timers.now() - this.#setAtMs);
    const two = (value: number): string => String(value % 100).padStart(2, "0");
    const day = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
    return `${day.map(two).join("/")},${time.map(two).join(":")}${this.#zone}`;
  }

  /** @returns whether the text was a time */
  set(text: string): boolean {
    const match = timePattern.exec(text);
    if (match === null) return false;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
      .slice(1, 7)
      .map(Number);
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    this.#time = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
    this.#zone = match[7] ?? "+00";
    this.#setAtMs = this.#timers.now();
    return true;
  }
}
