import type { LoadedFile } from "./load.ts";
import { type Problem, visible } from "./problem.ts";

/** Where files may lie: their names become names of modules, and stand in links and comments. */
const paths: Readonly<Record<LoadedFile["kind"], RegExp>> = {
  command: /^commands\/[a-z0-9-]+\/[a-z0-9-]+\.json$/,
  "error-table": /^errors\/[a-z0-9-]+\.json$/,
  quirk: /^quirks\/[a-z0-9-]+\.json$/,
  manuals: /^manuals\.json$/,
  families: /^families\.json$/,
  facts: /^facts\/[a-z0-9-]+\.json$/,
};

/**
 * Checks that what a person sees of a file is all there is. Line breaks, control characters, marks
 * that turn the direction of text, and characters without width look harmless in a review and are
 * something else in a comment, a table or a terminal.
 */
export function lintText({ file, kind, json }: LoadedFile): Problem[] {
  const problems: Problem[] = [];
  if (!paths[kind].test(file)) {
    const message = "has a name or place that no module can have";
    const remedy = "Use lower-case letters, digits and hyphens, and the folder of its kind.";
    problems.push({ file, pointer: "", message, remedy });
  }
  const check = (text: string, what: string, pointer: string): void => {
    const found = invisible.exec(text)?.[0];
    if (found === undefined) return;
    const message = `${what} holds ${visible(found)}, which nobody sees`;
    problems.push({ file, pointer, message, remedy: "Remove the character, or describe it." });
  };
  const visit = (value: unknown, pointer: string): void => {
    if (typeof value === "string") check(value, "the text", pointer);
    if (typeof value !== "object" || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      const below = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      check(key, "the name", below);
      visit(child, below);
    }
  };
  visit(json, "");
  return problems;
}

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
