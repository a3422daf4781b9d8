import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Fewer mails between two looks say nothing. */
const fewestMails = 1000;

/** What is still held after so many mails. */
export class HeapLooks {
  readonly #looks: { readonly bytes: number; readonly mails: number }[] = [];

  /** Everything that can be let go is gone first. */
  look(mails: number): void {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    this.#looks.push({ bytes: getHeapStatistics().used_heap_size, mails });
  }

  /** Growth for each mail, from the first look behind so many mails to the last; in bytes. */
  bytesPerMail(afterMails: number): number | undefined {
    const first = this.#looks.find(({ mails }) => mails >= afterMails);
    const last = this.#looks.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const mails = last.mails - first.mails;
    return mails < fewestMails ? undefined : (last.bytes - first.bytes) / mails;
  }
}
