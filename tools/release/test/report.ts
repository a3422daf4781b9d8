import type { PublishedPackage } from "../src/published-packages.ts";

/** An API report with these declarations. */
export function report(...declarations: readonly string[]): string {
  const blocks = declarations.map((text) => `// @public\n${text}`);
  return `## API Report File for "@qsmtp/lamp"\n\n\`\`\`ts\n\n${blocks.join("\n\n")}\n\n\`\`\`\n`;
}

/** A list of names, as a generated entry has one. */
export function nameList(...names: readonly string[]): string {
  return `## API names of "@qsmtp/lamp/commands"\n\n\`\`\`ts\n\n${names.join("\n")}\n\n\`\`\`\n`;
}

const manifest = { name: "@qsmtp/lamp", version: "1.0.0" };

/** A package whose reports went from one state to another. */
export function withReports(
  before: Readonly<Record<string, string>> | undefined,
  now: Readonly<Record<string, string>>,
): PublishedPackage {
  return {
    folder: "lamp",
    now: { manifest, reports: new Map(Object.entries(now)) },
    before:
      before === undefined ? undefined : { manifest, reports: new Map(Object.entries(before)) },
  };
}
