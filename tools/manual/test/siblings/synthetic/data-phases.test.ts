import { describe, expect, test } from "vitest";
import { draftInMemory } from "../draft-text.ts";

/** A manual with one form, in the words of its response cell. */
function manualOf(response: readonly string[], intro: string): string {
  return `1

Horn Commands

1.1. AT+XHORN Play a Horn
${intro}

AT+XHORN Play a Horn
Write Command
AT+XHORN=<tune>[,<size>[,<wait>]]

Response
${response.join("\n")}
If there is any error:
+CME ERROR: <err>

Parameter
<tune>

Integer type. Which tune. The range is 1-9.

<size>

Integer type. How many bytes. The range is 1-512. Unit: byte.

<wait>

Integer type. How long it waits for bytes. The range is 1-60. Unit: second.

<got_size>

Integer type. How many bytes there are. Unit: byte.
`;
}

type Direction = "toModule" | "fromModule" | undefined;

/** Response cells, the way the bytes go, and what tells their number. Undecided is right too. */
const cells: readonly (readonly [
  name: string,
  response: readonly string[],
  direction: Direction,
  length: string | undefined,
  intro?: string,
])[] = [
  ["no phase", ["+XHORN: <got_size>", "OK"], undefined, undefined],
  [
    "no phase, the word CONNECT in a sentence",
    ["OK", "The horn does not answer CONNECT."],
    undefined,
    undefined,
  ],
  [
    "the host sends so many bytes",
    [
      "CONNECT",
      "The port goes to data mode, and the bytes of the tune can be inputted. When the total size of the",
      "inputted data reaches <size> (unit: byte), it returns to command mode and replies:",
      "+XHORN: <got_size>",
      "OK",
    ],
    "toModule",
    "size",
  ],
  [
    "the host sends, a time ends it",
    [
      "CONNECT",
      "Send the tune now. When <wait> is over, the module leaves data mode and replies:",
      "+XHORN: <got_size>",
      "OK",
    ],
    "toModule",
    undefined,
  ],
  [
    "the host writes a placeholder, the section tells the end",
    ["CONNECT", "<Input tune>", "+XHORN: <got_size>", "OK"],
    "toModule",
    "size",
    "When the command is executed the module enters into data mode, and what is inputted is the tune. If the inputted data reaches <size>, the module exits from data mode.",
  ],
  [
    "the module sends to its end",
    [
      "CONNECT",
      "The port goes to data mode, and the bytes of the tune will be outputted. When the tune has been",
      "read to its end, it returns to command mode and replies:",
      "+XHORN: <got_size>",
      "OK",
    ],
    "fromModule",
    undefined,
  ],
  [
    "the module tells the number behind CONNECT",
    ["CONNECT <got_size>", "The bytes of the tune are outputted.", "OK"],
    "fromModule",
    "connect",
  ],
  [
    "the module tells the number, no sentence at all",
    ["CONNECT <got_size>", "OK"],
    "fromModule",
    "connect",
  ],
  [
    "the module sends as many as it was asked for",
    [
      "CONNECT",
      "The module outputs the tune. When the total size of the data reaches <size> (unit: byte), the",
      "module returns to command mode.",
      "OK",
    ],
    "fromModule",
    "size",
  ],
  [
    "CONNECT and no word of a direction",
    ["CONNECT", "The port goes to data mode.", "OK"],
    undefined,
    undefined,
  ],
  [
    "bytes in both directions",
    [
      "CONNECT",
      "What the host inputs is played at once, and what the horn hears is outputted, until +++ ends it.",
      "OK",
    ],
    undefined,
    undefined,
  ],
  [
    "a negation",
    [
      "CONNECT",
      "No data can be inputted; the tune is read by the host until <size> bytes have come.",
      "OK",
    ],
    "fromModule",
    "size",
  ],
  [
    "the words of another command",
    [
      "CONNECT",
      "Data inputted by AT+XSTORE before are sent to the host, at most <size> bytes.",
      "OK",
    ],
    "fromModule",
    "size",
  ],
  [
    "a prompt",
    [">", "Input the tune. It ends when <size> bytes have come.", "SEND OK"],
    "toModule",
    "size",
  ],
];

describe("a data phase has its direction or is undecided, never a wrong one", () => {
  test.each(
    cells.map(([name, response, direction, length, intro]) => ({
      name,
      response,
      direction,
      length,
      intro: intro ?? "It plays a tune.",
    })),
  )("$name", ({ response, direction, length, intro }) => {
    const [command] = draftInMemory(manualOf(response, intro)).commands;
    const [operation, ...others] = command?.operations ?? [];
    expect(others).toEqual([]);
    if (operation === undefined) throw new Error("the form is not read");
    const isPhase = response.some((line) => /^(?:CONNECT|>)/.test(line));
    if (operation.open.has("data")) {
      expect(isPhase).toBe(true);
      return;
    }
    expect(operation.data?.direction).toBe(direction);
    if (isPhase) expect(operation.data).toBeDefined();
    expect(operation.data?.length).toBe(length);
    expect(operation.args).toBe("<tune>[,<size>[,<wait>]]");
  });
});
