import type { OperationDescriptor } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import { CommandReader } from "../modem/command-reader.ts";
import { createSimulatedModule } from "../simulated-module.ts";
import { bytesOfText, textOfBytes } from "./byte-text.ts";
import { describeLine } from "./describe-record.ts";
import { isFinalRecord } from "./record-kinds.ts";
import type { ReceivedRecord, TranscriptRecord } from "./transcript-format.ts";
import { UnsolicitedLines } from "./unsolicited-lines.ts";

interface RecordedAnswer {
  readonly line: string;
  readonly operation: string;
  /** How many of the other records come before it. */
  readonly place: number;
  readonly received: readonly ReceivedRecord[];
}

/** Commands that may come at any time, in any number, and what they were answered in the recording. */
export class LooseCommands {
  /** All records but theirs. */
  readonly others: readonly TranscriptRecord[];
  readonly #names: ReadonlySet<string>;
  readonly #answers: readonly RecordedAnswer[];
  readonly #reader = new CommandReader(allOperations);

  constructor(records: readonly TranscriptRecord[], loose: readonly OperationDescriptor[]) {
    this.#names = new Set(loose.map(({ name }) => name));
    const others: TranscriptRecord[] = [];
    const answers: RecordedAnswer[] = [];
    const unsolicited = new UnsolicitedLines();
    let open: { line: string; operation: string; received: ReceivedRecord[] } | undefined;
    for (const record of records) {
      const isUnsolicited = unsolicited.has(record);
      const line = "sent" in record && record.data !== true ? describeLine(record.sent) : undefined;
      const operation = line === undefined ? undefined : this.#nameOf(line);
      if (line !== undefined && operation !== undefined) {
        open = { line, operation, received: [] };
        answers.push({ ...open, place: others.length });
      } else if (isUnsolicited) {
        // It belongs to no answer: the client gets it once, however often it asks.
        others.push(record);
      } else if (open !== undefined && "received" in record) {
        open.received.push(record);
        if (isFinalRecord(record)) open = undefined;
      } else {
        open = undefined;
        others.push(record);
      }
    }
    this.others = others;
    this.#answers = answers;
  }

  /**
   * What was answered to a command, as near as the recording has it: to the same command before this
   * place, or after it, or to the same with other arguments; what a module says that has just started, if
   * it was never asked. `undefined` for a command that is not loose.
   */
  answerTo(
    line: string,
    place: number,
    reveal: (record: ReceivedRecord) => string,
  ): string | undefined {
    const operation = this.#nameOf(line);
    if (operation === undefined) return undefined;
    const same = this.#answers.filter((answer) => answer.line === line);
    const alike = this.#answers.filter((answer) => answer.operation === operation);
    const found = nearest(same, place) ?? nearest(alike, place);
    if (found === undefined) return answerOfNewModule(line);
    const text = found.received.map(reveal).join("");
    return text.replace(argumentsOf(found.line), argumentsOf(line));
  }

  #nameOf(line: string): string | undefined {
    if (this.#names.size === 0) return undefined;
    const read = this.#reader.read(line);
    if (!("command" in read)) return undefined;
    const { name } = read.command.operation;
    return this.#names.has(name) ? name : undefined;
  }
}

function nearest(answers: readonly RecordedAnswer[], place: number): RecordedAnswer | undefined {
  return answers.findLast((answer) => answer.place <= place) ?? answers[0];
}

function argumentsOf(line: string): string {
  return line.slice(line.indexOf("=") + 1);
}

/** Reads are answered at once, so nothing needs a timer. */
function answerOfNewModule(line: string): string {
  const module = createSimulatedModule();
  let answer = "";
  let ask: (bytes: Uint8Array) => void = () => {};
  module.profile.echo = false;
  module.attach({
    lines: undefined,
    onData: (listener) => {
      ask = listener;
      return () => {};
    },
    onControlLines: () => () => {},
    write: (bytes) => {
      answer += textOfBytes(bytes);
    },
    unplug: () => {},
  });
  ask(bytesOfText(`${line}\r`));
  module.dispose();
  return answer;
}
