/** The comparison for the tool that writes quirk records; not published. */

export { compareCommand } from "./compare-command.ts";
export type { Difference, RecordedChange } from "./difference.ts";
export { differencesOf, type JudgedDifference } from "./differences-of.ts";
export type { Asked } from "./probe-answer.ts";
export { commandIn, viewWith } from "./schema-view.ts";
