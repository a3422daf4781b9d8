import { parseFinalResult } from "@qsmtp/protocol";
import { allOperations, allUrcs } from "@qsmtp/protocol/catalog";
import { describeLine } from "./describe-record.ts";
import type { TranscriptRecord } from "./transcript-format.ts";

const prefixes: ReadonlySet<string> = new Set(allUrcs.map(({ prefix }) => prefix));

/** Tells lines that came by themselves from answers, in the order in which the records are shown to it. */
export class UnsolicitedLines {
  /** Prefixes of the answers that the last command may have. */
  #answered: ReadonlySet<string> = new Set();

  /** Whether a record is a line that nobody asked for: it could have come at another place as well. */
  has(record: TranscriptRecord): boolean {
    if ("dtr" in record || "connection" in record || record.data === true) return false;
    if ("sent" in record) {
      const command = describeLine(record.sent).toUpperCase();
      const asked = allOperations.filter(({ at }) => at !== "" && command.includes(at));
      this.#answered = new Set(asked.flatMap(({ reply = [] }) => reply.map((line) => line.prefix)));
      return false;
    }
    const line = describeLine(record.received);
    const [prefix = ""] = line.split(":", 1);
    // The same name may stand in front of an answer, as of AT+CEREG.
    return (
      prefixes.has(prefix) && parseFinalResult(line) === undefined && !this.#answered.has(prefix)
    );
  }
}
