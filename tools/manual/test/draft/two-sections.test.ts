import { expect, it } from "vitest";
import { bellManual, draftOf, paramIn } from "./bell-manual.ts";

/** A second section about the same command, with rows and a form of its own. */
function twice(second: string): ReturnType<typeof draftOf>["commands"] {
  return draftOf(`${bellManual()}
1.2. AT+XBELL Ask a Bell
AT+XBELL Ask a Bell
Read Command
AT+XBELL?

Response
+XBELL: <bell>,<pause>,<tone>
OK

Parameter
${second}`).commands;
}

it("takes two sections about one command as one, and loses nothing of either", () => {
  const [command, ...others] = twice(`<bell>

Integer type. Number of the bell.

<pause>

Integer type. The range is 2-900.

<tone>

Integer type. The range is 1-3.
`);
  expect(others).toEqual([]);
  if (command === undefined) throw new Error("no command");
  expect(command.operations.map(({ form, section }) => [form, section])).toEqual([
    ["write", "1.1"],
    ["read", "1.2"],
  ]);
  expect(paramIn(command, "bell")).toMatchObject({ ranges: { value: [[1, 4]] }, undecided: [] });
  expect(paramIn(command, "pause")).toMatchObject({
    ranges: { value: [[2, 900]] },
    default: { value: 30 },
    unit: { value: "second" },
    undecided: [],
  });
  expect(paramIn(command, "tone")).toMatchObject({ ranges: { value: [[1, 3]] }, undecided: [] });
});

it("leaves open what the two say otherwise, and that alone", () => {
  const [command] = twice(`<bell>

Integer type. Number of the bell. The range is 1-6.

<pause>

Integer type. The range is 2-900, and the default value is 60.

<tone>

Integer type. The range is 1-3.
`);
  if (command === undefined) throw new Error("no command");
  const bell = paramIn(command, "bell");
  expect(bell.ranges).toBeUndefined();
  expect(bell).toMatchObject({
    type: { value: "integer" },
    undecided: [{ about: "ranges", section: "1.2", reason: expect.stringContaining("otherwise") }],
  });
  const pause = paramIn(command, "pause");
  expect(pause.default).toBeUndefined();
  expect(pause).toMatchObject({
    ranges: { value: [[2, 900]] },
    unit: { value: "second" },
    undecided: [{ about: "default" }],
  });
});
