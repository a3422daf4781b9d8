import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import type { Guide, SayFact } from "./schema-facts.ts";

/** `at most 20`, as descriptions and notes of the schema word a limit. */
export const limitWords = /\bat most (\d+)\b/g;

/**
 * Says the limits that stand in the texts of a command. The schema words them as `at most 20`
 * and the manual tells which ones to look for.
 */
export function limitFacts(command: SchemaCommand, { facts }: Guide, say: SayFact): void {
  const stated = facts.of(command.at).filter(({ path }) => path.startsWith("limits/"));
  const known = limitsInTexts(command);
  for (const { path, value } of stated) {
    const others = stated.filter((other) => other.path !== path).map((other) => other.value);
    const free = known.filter((limit) => !others.includes(limit));
    say(path, known.includes(value) ? value : free[0]);
  }
}

/** The numbers of the limits that the texts of a command give. */
export function limitsInTexts({ description = "", notes = [] }: SchemaCommand): string[] {
  const texts = [description, ...notes.map((note) => note.text)];
  return texts.flatMap((text) => [...text.matchAll(limitWords)].map((match) => match[1] ?? ""));
}
