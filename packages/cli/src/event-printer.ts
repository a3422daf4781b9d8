import type { ServedEvent } from "@qsmtp/testing/serve";
import type { CliOutput } from "./cli-context.ts";
import { servedEventText } from "./served-event-text.ts";

/** What may wait for a reader of stdout that does not read. */
const maxWaitingBytes = 16_777_216;

/** Prints events, and drops them while nobody takes what was printed: memory is bounded. */
export class EventPrinter {
  readonly #stdout: CliOutput;
  readonly #isJson: boolean;
  /** Events that come before the first line. */
  #early: ServedEvent[] | undefined = [];
  #dropped = 0;

  constructor(stdout: CliOutput, isJson: boolean) {
    this.#stdout = stdout;
    this.#isJson = isJson;
  }

  /** Prints the line that tells where everything is. */
  first(line: object): void {
    this.json(line);
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const event of early) this.event(event);
  }

  /** Prints an object as it is. */
  json(value: object): void {
    this.#stdout.write(`${JSON.stringify(value)}\n`);
  }

  event(event: ServedEvent): void {
    if (this.#early !== undefined) {
      this.#early.push(event);
      return;
    }
    if ((this.#stdout.writableLength ?? 0) > maxWaitingBytes) {
      this.#dropped += 1;
      return;
    }
    if (this.#dropped > 0) {
      const dropped = { type: "dropped", count: this.#dropped };
      this.#dropped = 0;
      if (this.#isJson) this.json(dropped);
      else this.#stdout.write(`${dropped.count} lines were not printed: nobody read them\n`);
    }
    if (this.#isJson) {
      this.json(event);
      return;
    }
    const text = servedEventText(event);
    if (text !== undefined) this.#stdout.write(`${text}\n`);
  }
}
