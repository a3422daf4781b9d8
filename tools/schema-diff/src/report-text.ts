import type { Finding } from "./finding.ts";
import { bumpOf, groupFindings } from "./group-findings.ts";
import { rules } from "./rules.ts";
import type { WireChanges } from "./wire-changes.ts";

/** The findings for a terminal, grouped as in a changelog. */
export function reportText(
  names: readonly [before: string, after: string],
  findings: readonly Finding[],
  wire: WireChanges,
): string {
  const head = `${names[0]} → ${names[1]}`;
  if (findings.length === 0) return `${head}: no differences`;
  const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  const lines = [`${head}: ${count}, bump ${bumpOf(findings)}`, wireText(wire)];
  for (const [heading, members] of groupFindings(findings)) {
    lines.push("", heading);
    for (const finding of members) lines.push(...findingLines(finding));
  }
  return lines.join("\n");
}

function wireText({ enc, dec }: WireChanges): string {
  const list = (names: readonly string[]) =>
    names.length === 0 ? "none" : names.length > 8 ? String(names.length) : names.join(", ");
  return `sent otherwise: ${list(enc)}; read otherwise: ${list(dec)}`;
}

function findingLines(finding: Finding): string[] {
  const { message, rule, bump, direction, families, fingerprint, whatToDo } = finding;
  const facts = [rule, bump, ...(direction === undefined ? [] : [direction]), fingerprint];
  const where = families === undefined ? "" : ` on ${families.join(", ")}`;
  return [
    `  ${placeOf(finding)}`,
    `    ${message}${where}`,
    `    [${facts.join(" · ")}]`,
    ...(whatToDo === undefined ? [] : [`    → ${whatToDo}`]),
  ];
}

/** Where a finding is, for people: commands with their AT; error tables, families and sources by their id. */
export function placeOf({ command, path }: Finding): string {
  const isCommand = !/^[a-z]/.test(command) && !path.startsWith("family");
  const head = isCommand ? `AT${command}` : command;
  return path === "" ? head : `${head}  ${path}`;
}

/** The rule table for a terminal. */
export function rulesText(): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const rows = rules.map(({ id, encode, decode, either, change, why, final }) => {
    const bump =
      either ??
      [encode && `encode ${encode}`, decode && `decode ${decode}`]
        .filter((part) => part !== undefined)
        .join(", ");
    return `${id.padEnd(width)}  ${bump.padEnd(28)}  ${change}. ${why}${final ? " Never lowered." : ""}`;
  });
  return `${rules.length} rules\n\n${rows.join("\n")}`;
}
