import type { MonthOptions, MonthResult } from "./month-result.ts";
import { dayMs } from "./weather.ts";

const shownViolations = 3;

/** What is wrong with a month, and how to see it again. */
export function failureOf(
  { seed, violations }: MonthResult,
  { mails, days, onlyMail, damagesBodies, takesWhileSending }: MonthOptions,
): string {
  const options = [
    `--seed ${seed} --mails ${mails} --days ${days}`,
    ...(onlyMail === undefined ? [] : [`--only-mail ${onlyMail}`]),
    ...(damagesBodies ? ["--damage-bodies"] : []),
    ...(takesWhileSending ? ["--takes-while-sending"] : []),
  ].join(" ");
  const shown = violations.slice(0, shownViolations).flatMap(({ mail, what, day, before }) => {
    const which = mail === undefined ? "" : `mail ${mail}: `;
    return [`VIOLATION at ${day}: ${which}${what}`, ...before.map((line) => `    ${line}`)];
  });
  const rest = violations
    .slice(shownViolations)
    .map(
      ({ mail, what, day }) =>
        `also at ${day}: ${mail === undefined ? "" : `mail ${mail}: `}${what}`,
    );
  return [
    `seed ${seed} is broken; to see it again:`,
    `    pnpm month ${options} --trace`,
    ...shown,
    ...rest,
  ].join("\n");
}

/** One line a month. */
export function tableOf(results: readonly MonthResult[]): string {
  const rows = results.map((result) => [
    String(result.seed),
    String(result.mails),
    String(result.sent),
    String(result.notSent),
    String(result.unknown),
    String(result.retries),
    String(result.restarts),
    String(result.reconnects),
    String(result.crashes),
    `${Math.round(result.longestOutageMs / 60_000)} min`,
    `${(result.virtualMs / dayMs).toFixed(1)} d`,
    `${(result.wallMs / 1000).toFixed(1)} s`,
    result.heapBytesPerMail === undefined ? "" : `${Math.round(result.heapBytesPerMail)} B`,
    result.digest,
    result.violations.length === 0 ? "clean" : `${result.violations.length} BROKEN`,
  ]);
  const all = [heads, ...rows];
  const widths = heads.map((_, at) => Math.max(...all.map((row) => (row[at] ?? "").length)));
  return all
    .map((row) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join("  "))
    .join("\n");
}

const heads: readonly string[] = [
  "seed",
  "mails",
  "sent",
  "not-sent",
  "unknown",
  "retries",
  "restarts",
  "reconnects",
  "crashes",
  "outage",
  "time",
  "wall",
  "heap/mail",
  "digest",
  "",
];
