import type { SchemaOperation } from "@qsmtp/codegen/schema-types";
import { bothWays, type CommandReport } from "./report.ts";
import { same } from "./texts.ts";

type Place = { readonly path: string; readonly subject: string };
type Rename = (name: string | undefined) => string | undefined;

/** Compares data phases, and outcomes that come after OK. */
export function diffData(
  report: CommandReport,
  place: Place,
  before: SchemaOperation,
  after: SchemaOperation,
  rename: Rename,
): void {
  diffPhase(report, { ...place, path: `${place.path}/data` }, before.data, after.data, rename);
  const completion = { ...place, path: `${place.path}/completion` };
  const old = before.completion;
  const young = after.completion;
  if (old === undefined && young !== undefined)
    report("completion-urc-added", bothWays, { ...completion, now: young.urc });
  if (old !== undefined && young === undefined)
    report("completion-urc-removed", bothWays, { ...completion, was: old.urc });
  if (old === undefined || young === undefined) return;
  if (old.urc !== young.urc)
    report("completion-urc-changed", bothWays, { ...completion, was: old.urc, now: young.urc });
  if (rename(old.within) !== young.within)
    report("completion-time-changed", bothWays, {
      ...completion,
      path: `${completion.path}/within`,
      was: old.within ?? "none",
      now: young.within ?? "none",
    });
}

function diffPhase(
  report: CommandReport,
  place: Place,
  before: SchemaOperation["data"],
  after: SchemaOperation["data"],
  rename: Rename,
): void {
  if (before === undefined || after === undefined) {
    const [was, now] = [before?.direction, after?.direction];
    const rule = after === undefined ? "data-phase-removed" : "data-phase-added";
    if (was !== now)
      report(rule, bothWays, { ...place, was, now, shown: [wayOf(was), wayOf(now)] });
    return;
  }
  const tell = (rule: Parameters<CommandReport>[0], aspect: string, was: unknown, now: unknown) =>
    report(rule, bothWays, { ...place, path: `${place.path}/${aspect}`, was, now });
  if (before.direction !== after.direction)
    report("data-direction-changed", bothWays, {
      ...place,
      path: `${place.path}/direction`,
      was: before.direction,
      now: after.direction,
      shown: [wayOf(before.direction), wayOf(after.direction)],
    });
  const [length, newLength] = [announcer(before.length, rename), announcer(after.length, (x) => x)];
  if (length !== newLength) tell("data-length-changed", "length", length, newLength);
  for (const end of after.endsOn.filter((item) => !before.endsOn.includes(item)))
    tell("data-end-added", `endsOn/${end}`, undefined, end);
  for (const end of before.endsOn.filter((item) => !after.endsOn.includes(item)))
    tell("data-end-removed", `endsOn/${end}`, end, undefined);
  if (rename(before.time) !== after.time)
    tell("data-time-changed", "time", before.time ?? "none", after.time ?? "none");
  const ack = before.ack && { ...before.ack, param: rename(before.ack.param) };
  if (!same(ack, after.ack))
    tell("data-ack-changed", "ack", before.ack ?? "none", after.ack ?? "none");
  if (before.earlyExit !== after.earlyExit)
    tell("early-exit-changed", "earlyExit", before.earlyExit, after.earlyExit);
  if (before.resumable !== after.resumable)
    tell("resumable-changed", "resumable", before.resumable, after.resumable);
}

function wayOf(direction: "toModule" | "fromModule" | undefined): string | undefined {
  if (direction === undefined) return undefined;
  return direction === "toModule" ? "to the module" : "from the module";
}

type Length = NonNullable<SchemaOperation["data"]>["length"];

function announcer(length: Length, rename: Rename): string {
  if (length === undefined) return "nowhere";
  return "param" in length ? (rename(length.param) ?? "nowhere") : "behind CONNECT";
}
