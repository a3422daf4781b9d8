import path from "node:path";
import { expect, it } from "vitest";
import { acceptFindings, possibleNames, wantedNames } from "../src/accept/accept-findings.ts";
import { type Edit, type Proposal, propose } from "../src/align/proposal.ts";
import { checkManual, type ManualCheck } from "../src/check/check-manual.ts";
import { keyOfName, type WantedName } from "../src/write/names.ts";
import { readLamp, Workshop } from "./lamp-workshop.ts";

async function openCheck(): Promise<ManualCheck> {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  return checkManual(path.join(workshop.root, "manual.txt"), workshop.schema);
}

const config = "commands/base/xdemocfg.json";

function wantedValue(wire: string): WantedName {
  return { thing: "value", command: "+XDEMOCFG", path: `params/${wire}/values/9` };
}

/** Puts a value into a type that two placeholders share, under the name asked for one of them. */
function addShared(wire: string, title: string | undefined): Proposal {
  const edit: Edit = (state, names) => {
    const found = state.command("+XDEMOCFG")?.command;
    if (found === undefined) throw new Error("no +XDEMOCFG");
    const notes = found.notes ?? [];
    const isThere = notes.length > 0;
    const text = isThere ? "" : names.nameOf(wantedValue(wire));
    const added = isThere ? notes : [{ text, source: found.source }];
    return state.withCommand(config, { ...found, title: title ?? found.title, notes: added });
  };
  const place = { at: "+XDEMOCFG", line: 1, section: "2.1" };
  return propose(place, `params/${wire}/values/9`, { manual: "9" }, edit);
}

// The first is refused by the meta-schema, which wants titles of three letters and more.
const both = [addShared("first", "x"), addShared("second", undefined)];

it("leaves a finding that has lost the one that was to bring its name along", async () => {
  const check = await openCheck();
  const wanted = wantedNames(check, both);
  expect(wanted.map(keyOfName)).toEqual([keyOfName(wantedValue("first"))]);
  const accepted = acceptFindings(
    check,
    both,
    new Map([[keyOfName(wantedValue("first")), "nine"]]),
  );
  expect(accepted.ids).toEqual([]);
  expect(accepted.state).toBe(check.state);
  expect([...accepted.refused.keys()]).toEqual([
    "+XDEMOCFG/params/first/values/9",
    "+XDEMOCFG/params/second/values/9",
  ]);
  expect(accepted.refused.get("+XDEMOCFG/params/second/values/9")).toBe(
    "the value +XDEMOCFG/params/second/values/9 needs a name: give it with --name '+XDEMOCFG/params/second/values/9=...'",
  );
});

it("takes it once that name is given too", async () => {
  const check = await openCheck();
  const keys = possibleNames(check, both).map(keyOfName);
  expect(keys).toEqual([wantedValue("first"), wantedValue("second")].map(keyOfName));
  const accepted = acceptFindings(check, both, new Map(keys.map((key) => [key, "nine"])));
  expect(accepted.ids).toEqual(["+XDEMOCFG/params/second/values/9"]);
  expect(accepted.state.command("+XDEMOCFG")?.command.notes).toMatchObject([{ text: "nine" }]);
});
