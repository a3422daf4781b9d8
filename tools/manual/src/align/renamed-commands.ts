import type { FileKind } from "@qsmtp/codegen/load";
import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import type { DraftCommand } from "../draft/draft.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { alignCommand } from "./align-command.ts";
import { type Alignment, type Edit, type Proposal, propose } from "./proposal.ts";

/** Files that speak of commands by their names on the wire. */
const speaking: readonly FileKind[] = ["command", "error-table", "facts"];

/**
 * Commands that go on under another name: sent and answered in the same way, and no other pair
 * looks like it. Where no parameter tells that it is the same one, its title must.
 * @param isSameTitle whether the manual titles two commands alike, the first of them before
 */
export function renamedCommands(
  alignment: Alignment,
  isSameTitle: (was: string, now: string) => boolean,
): Proposal[] {
  const { draft, state, manual } = alignment;
  const described = new Set(draft.commands.map(({ at }) => at));
  const gone = state.commands
    .map(({ command }) => command)
    .filter(({ at, source }) => source[0]?.id === manual && !described.has(at));
  const arrived = draft.commands.filter(({ at }) => state.command(at) === undefined);
  const isPair = (known: SchemaCommand, drafted: DraftCommand): boolean =>
    isAlike(alignment, known, drafted) &&
    (drafted.params.length > 0 || isSameTitle(known.at, drafted.at));
  return arrived.flatMap((drafted) => {
    const [known, ...others] = gone.filter((command) => isPair(command, drafted));
    if (known === undefined || others.length > 0) return [];
    if (arrived.some((other) => other !== drafted && isPair(known, other))) return [];
    const said = { manual: drafted.at, schema: known.at };
    return [propose(drafted, "", said, rename(known.at, drafted.at))];
  });
}

/** Whether forms, syntax and answers are the same but for the name; what a row says may differ. */
function isAlike(alignment: Alignment, known: SchemaCommand, drafted: DraftCommand): boolean {
  const renamed = withName(known, known.at, drafted.at);
  return alignCommand(alignment, renamed, drafted).every(
    ({ path }) => path === "section" || /^params\/[^/]+\/./.test(path),
  );
}

function rename(was: string, now: string): Edit {
  return (state): SchemaState => {
    const files = state.files.map((loaded) => {
      if (speaking.includes(loaded.kind)) {
        return { ...loaded, json: withName(loaded.json, was, now) };
      }
      const { command } = loaded.json as { readonly command?: unknown };
      const isAbout = loaded.kind === "quirk" && command === was;
      return isAbout ? { ...loaded, json: { ...(loaded.json as object), command: now } } : loaded;
    });
    return state.replaced(files);
  };
}

/** The same with the new name in every text; where nothing changes, the very same value. */
export function withName<Value>(json: Value, was: string, now: string): Value {
  const name = new RegExp(`${was.replace(/\W/g, "\\$&")}(?![A-Z0-9])`, "g");
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") return value.replace(name, () => now);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const renamed = entries.map(([key, inner]) => [key, visit(inner)] as const);
    if (renamed.every(([, inner], index) => inner === entries[index]?.[1])) return value;
    return Array.isArray(value) ? renamed.map(([, inner]) => inner) : Object.fromEntries(renamed);
  };
  return visit(json) as Value;
}
