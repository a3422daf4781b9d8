import type { Exploration } from "./explore.ts";

const headings = [
  "calls",
  "module",
  "echo",
  "of",
  "faults",
  "spare",
  "states",
  "transitions",
  "depth",
  "pruned",
  "exempt",
  "seconds",
  "",
];

/** A row for each exploration. */
export function tableOf(explorations: readonly Exploration[]): string {
  const rows = explorations.map(rowOf);
  const totals = totalOf(explorations);
  const all = [headings, ...rows, totals];
  const widths = headings.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, at) => (at < 3 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function rowOf(exploration: Exploration): string[] {
  const { configuration, states, transitions, depth, pruned, exempt, elapsedMs } = exploration;
  return [
    configuration.name,
    configuration.policy,
    configuration.echo ? "on" : "off",
    String(configuration.calls.length),
    String(configuration.faults),
    String(configuration.spare),
    count(states),
    count(transitions),
    String(depth),
    count(pruned),
    count(sum(exempt.values())),
    (elapsedMs / 1000).toFixed(1),
    exploration.violation !== undefined ? "BROKEN" : exploration.complete ? "" : "not finished",
  ];
}

function totalOf(explorations: readonly Exploration[]): string[] {
  const total = (part: (one: Exploration) => number): number => sum(explorations.map(part));
  return [
    "all",
    "",
    "",
    "",
    "",
    "",
    count(total(({ states }) => states)),
    count(total(({ transitions }) => transitions)),
    String(Math.max(0, ...explorations.map(({ depth }) => depth))),
    count(total(({ pruned }) => pruned)),
    count(total(({ exempt }) => sum(exempt.values()))),
    (total(({ elapsedMs }) => elapsedMs) / 1000).toFixed(1),
    "",
  ];
}

/** What was exempt, by name. */
export function exemptionsOf(explorations: readonly Exploration[]): string {
  const names = new Set(explorations.flatMap(({ exempt }) => [...exempt.keys()]));
  return [...names]
    .sort()
    .map((name) => {
      const times = sum(explorations.map(({ exempt }) => exempt.get(name) ?? 0));
      return `exempt: ${name}: ${count(times)} times`;
    })
    .join("\n");
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
