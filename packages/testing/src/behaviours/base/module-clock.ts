import type { Timers } from "../../clock/timers.ts";

const timePattern = /^(\d{2})\/(\d{2})\/(\d{2}),(\d{2}):(\d{2}):(\d{2})([+-]\d{2})?$/;

/** Years that a clock without a time counts from; two digits from here on mean the last century. */
const firstYear = 1980;
const quarterHourMs = 900_000;

/**
 * The clock behind `AT+CCLK`. Until it is set it counts from the beginning of 1980, GMT. It is that of
 * the place: GMT is what it shows less its zone.
 */
export class ModuleClock {
  readonly #timers: Timers;
  #setAtMs: number;
  #time: number = Date.UTC(firstYear, 0, 6);
  #zone = "+00";

  /** @param timeMs the time that the network has told, in milliseconds since 1970, GMT */
  constructor(timers: Timers, timeMs?: number) {
    this.#timers = timers;
    this.#setAtMs = timers.now();
    if (timeMs !== undefined) this.#time = timeMs;
  }

  /** What it shows as milliseconds since 1970, GMT. */
  get timeMs(): number {
    return this.#shownMs() - Number(this.#zone) * quarterHourMs;
  }

  /** `yy/MM/dd,hh:mm:ss±zz`, zone in quarter hours. */
  toString(): string {
    const date = new Date(this.#shownMs());
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
    const century = year >= firstYear % 100 ? 1900 : 2000;
    this.#time = Date.UTC(century + year, month - 1, day, hour, minute, second);
    this.#zone = match[7] ?? "+00";
    this.#setAtMs = this.#timers.now();
    return true;
  }

  #shownMs(): number {
    return this.#time + this.#timers.now() - this.#setAtMs;
  }
}
