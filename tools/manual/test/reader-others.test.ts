import { expect, it } from "vitest";
import { draftManual } from "../src/draft/draft-manual.ts";
import { readManual } from "../src/reader/read-manual.ts";

/** Values in the Response cell, as GSM manuals print them; the meaning of the last fills its line. */
function valuesOf(others: string): readonly [values: unknown[], isOpen: boolean] {
  const text = `1 Lamp Commands

1.1. AT+XLAMP Light a Lamp
AT+XLAMP Light a Lamp
Execution Command
AT+XLAMP

Response
+XLAMP: <save>
OK

Parameter
<save> Whether the setting is kept.
1 Forget it
2 Keep it until the power goes, and then waits until the next
command comes, which may take as long as the host likes
${others}

Reference
`;
  const [command] = draftManual(readManual(text)).commands;
  const [save] = command?.params ?? [];
  const isOpen = save?.undecided.some(({ about }) => about === "values") === true;
  return [save?.values.map(({ value }) => value) ?? [], isOpen || save?.type?.value === "integer"];
}

it("knows that other values are possible, though a long meaning stands above", () => {
  expect(valuesOf("Others See Chapter 4.")).toEqual([[1, 2], true]);
});

it("takes words of a meaning for no value", () => {
  expect(valuesOf("Other lamps stay as they are.")).toEqual([[1, 2], false]);
});
