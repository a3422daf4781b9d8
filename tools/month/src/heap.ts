import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Fewer mails between two looks say nothing. */
const fewestMails = 1000;
/** The harness's own account of a mail is part of it. */
const mostBytesPerMail = 400;
/**
 * Node keeps a combined `AbortSignal` with listeners until it fires, and those of a host that has
 * crashed never do: here they stay, where a real process would take them with it.
 */
const mostBytesPerCrash = 40_000;
/** The one that was closed last is in the hands of whoever closed it. */
const mostHeld = 2;

interface Look {
  readonly bytes: number;
  readonly mails: number;
  readonly crashes: number;
}

/** What is still held after so many mails. */
export class HeapLooks {
  readonly #looks: Look[] = [];
  #closed: WeakRef<object>[] = [];

  /** Nobody needs it any more. */
  closed(module: object): void {
    this.#closed.push(new WeakRef(module));
  }

  /** Lets go what can be let go, and looks. @returns what is wrong */
  look(mails: number, crashes: number): string | undefined {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    this.#looks.push({ bytes: getHeapStatistics().used_heap_size, mails, crashes });
    this.#closed = this.#closed.filter((module) => module.deref() !== undefined);
    const { length } = this.#closed;
    return length > mostHeld ? `${length} modules are held that were closed` : undefined;
  }

  /** Growth for each mail, from the first look behind so many mails to the last; in bytes. */
  bytesPerMail(afterMails: number): number | undefined {
    const growth = this.#growth(afterMails);
    return growth && growth.bytes / growth.mails;
  }

  /** Whether it is no more than the harness itself needs. */
  isFlat(afterMails: number): boolean {
    const growth = this.#growth(afterMails);
    if (growth === undefined) return false;
    const { bytes, mails, crashes } = growth;
    return bytes <= mostBytesPerMail * mails + mostBytesPerCrash * crashes;
  }

  #growth(afterMails: number): Look | undefined {
    const first = this.#looks.find(({ mails }) => mails >= afterMails);
    const last = this.#looks.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const mails = last.mails - first.mails;
    const bytes = last.bytes - first.bytes;
    return mails < fewestMails
      ? undefined
      : { bytes, mails, crashes: last.crashes - first.crashes };
  }
}
