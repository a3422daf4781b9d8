import type { Draft, DraftCommand, DraftParam } from "../../src/draft/draft.ts";
import { draftManual } from "../../src/draft/draft-manual.ts";
import { readManual } from "../../src/reader/read-manual.ts";

/** A small manual of our own: one command, whose rows and forms a test fills in. */
export interface BellManual {
  readonly forms?: string;
  readonly rows?: string;
  readonly notes?: string;
  readonly intro?: string;
}

const writeForm = `Write Command
AT+XBELL=<bell>[,<pause>]

Response
OK
Or
+CME ERROR: <err>
`;

const plainRows = `<bell>

Integer type. Number of the bell. The range is 1-4.

<pause>

Integer type. How long it is silent. The range is 2-900, and the default value is 30. Unit: second.
`;

/** Text of a manual as pdftotext writes it without -layout. */
export function bellManual(parts: BellManual = {}): string {
  const { forms = writeForm, rows = plainRows, notes = "", intro = "" } = parts;
  return `1

Bell Commands

1.1. AT+XBELL Ring a Bell
${intro}
AT+XBELL Ring a Bell
${forms}
Parameter
${rows}
${notes}`;
}

export function draftOf(text: string): Draft {
  return draftManual(readManual(text));
}

export function bellOf(parts: BellManual = {}): DraftCommand {
  const command = draftOf(bellManual(parts)).commands[0];
  if (command === undefined) throw new Error("the manual describes no command");
  return command;
}

export function paramIn({ params }: DraftCommand, wire: string): DraftParam {
  const param = params.find((known) => known.wire === wire);
  if (param === undefined) throw new Error(`there is no <${wire}>`);
  return param;
}

/** Everything that is open about a command, in words. */
export function openIn({ undecided, params, operations }: DraftCommand): string[] {
  return [undecided, ...[...params, ...operations].map((owner) => owner.undecided)]
    .flat()
    .map(({ about, line, text, reason }) => `${about}, line ${line}: ${text} (${reason})`);
}
