/** Beyond a call's limit: time of its last steps. */
const slackMs = 50;

interface Call {
  readonly what: string;
  readonly dueMs: number;
  readonly mail: number | undefined;
}

/** The calls that wait for an end; each has a time by which it must have one. */
export class Calls {
  readonly #open = new Set<Call>();
  readonly #now: () => number;
  readonly #report: (mail: number | undefined, what: string) => void;

  constructor(now: () => number, report: (mail: number | undefined, what: string) => void) {
    this.#now = now;
    this.#report = report;
  }

  /** Passes the promise on, and looks when it settles. */
  async watch<T>(
    what: string,
    limitMs: number,
    promise: Promise<T>,
    mail?: number | undefined,
  ): Promise<T> {
    const call: Call = { what, dueMs: this.#now() + limitMs + slackMs, mail };
    this.#open.add(call);
    try {
      return await promise;
    } finally {
      this.#end(call);
    }
  }

  get open(): number {
    return this.#open.size;
  }

  /** Reports the calls that have not ended in their time. */
  look(): void {
    for (const call of this.#open) if (call.dueMs < this.#now()) this.#end(call);
  }

  #end(call: Call): void {
    if (!this.#open.delete(call)) return;
    const lateMs = this.#now() - call.dueMs;
    if (lateMs > 0) this.#report(call.mail, `${call.what} has not ended in its time`);
  }
}
