import type { ExplainedField, Explanation, ExplanationKind, Findings } from "./explanation.ts";

/** Writes the paragraph for people. */
export function withText(findings: Findings): Explanation {
  return { ...findings, text: render(findings) };
}

function render(findings: Findings): string {
  const { line, meaning, fields, parts = [], alternatives = [], remedy, source } = findings;
  const rows = [line === "" ? "(empty line)" : line, `  ${heading(findings)}${meaning}`];
  for (const part of parts) rows.push(...part.text.split("\n").map((row) => `  ${row}`));
  for (const field of fields) rows.push(`  ${describe(field)}`);
  if (alternatives.length > 0) rows.push(`  Could also be: ${alternatives.join(", ")}.`);
  if (remedy !== undefined) rows.push(`  What to do: ${remedy}`);
  if (source !== "") rows.push(`  Source: ${source}.`);
  return rows.join("\n");
}

function heading({ kind, operation, urc }: Findings): string {
  const name = operation ?? urc;
  return name === undefined ? `${titles[kind]}. ` : `${titles[kind]} (${name}). `;
}

const titles: Readonly<Record<ExplanationKind, string>> = {
  command: "Command",
  echo: "Echo",
  reply: "Reply",
  testAnswer: "Test answer",
  urc: "Unsolicited line",
  result: "Result",
  error: "Error",
  prompt: "Prompt",
  escape: "Escape",
  acknowledgement: "Acknowledgement",
  unknown: "Unknown",
};

function describe({ name, wire, value, meaning }: ExplainedField): string {
  const label = wire === "" ? name : name === "" ? `<${wire}>` : `${name} <${wire}>`;
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  return `${label === "" ? "value" : label} = ${shown}: ${meaning}`;
}
