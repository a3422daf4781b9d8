import { type CommandMatch, matchesCommand } from "../faults/command-match.ts";
import type { EventualAnswer } from "./behaviour.ts";

/** Answers a command as it stands; `undefined` leaves it to what answered it before. */
export type LineAnswer = (line: string) => EventualAnswer<void> | undefined;

/** How long a handler stays. */
export interface HandlerOptions {
  /** It goes when it has answered one command. Default false. */
  readonly once?: boolean | undefined;
}

interface LineHandler {
  readonly match: CommandMatch;
  readonly answer: LineAnswer;
  readonly once: boolean;
}

/** Handlers of commands that need not be in the schema. The newest that matches answers. */
export class LineHandlers {
  #handlers: readonly LineHandler[] = [];

  /** @returns a function that takes the handler away */
  add(handler: LineHandler): () => void {
    this.#handlers = [handler, ...this.#handlers];
    return () => this.#remove(handler);
  }

  clear(): void {
    this.#handlers = [];
  }

  /** Whether a handler will be asked. */
  has(line: string): boolean {
    return this.#handlers.some(({ match }) => matchesCommand(match, line));
  }

  answer(line: string): EventualAnswer | undefined {
    for (const handler of this.#handlers) {
      if (!matchesCommand(handler.match, line)) continue;
      const answer = handler.answer(line);
      if (answer === undefined) continue;
      if (handler.once) this.#remove(handler);
      return answer;
    }
    return undefined;
  }

  #remove(handler: LineHandler): void {
    this.#handlers = this.#handlers.filter((other) => other !== handler);
  }
}
