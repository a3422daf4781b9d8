import type { LoadedFile } from "./load.ts";
import type { Problem } from "./problem.ts";

/** What tools write where only a person can say what something is for. */
export const notDescribed = "Not described yet";

/** What tools call a member, or begin its value with, where a text does not decide it. */
const undecided = "undecided";

/** Whether a text is, or holds, what a person has yet to write. */
export function isPlaceholder(text: string): boolean {
  return text.toLowerCase().includes(notDescribed.toLowerCase()) || text.startsWith(undecided);
}

/** Where placeholders stand in a JSON value: `operations/0/summary`, in the order of the file. */
export function placeholdersIn(json: unknown, path: readonly (string | number)[] = []): string[] {
  if (typeof json === "string") return isPlaceholder(json) ? [path.join("/")] : [];
  if (typeof json !== "object" || json === null) return [];
  if (Array.isArray(json))
    return json.flatMap((item, index) => placeholdersIn(item, [...path, index]));
  return Object.entries(json).flatMap(([name, value]) =>
    isPlaceholder(name) ? [[...path, name].join("/")] : placeholdersIn(value, [...path, name]),
  );
}

/** Places of the schema where a person has yet to say what is meant: nothing is released before. */
export function openTexts(files: readonly LoadedFile[]): Problem[] {
  return files.flatMap(({ file, json }) =>
    placeholdersIn(json).map((place) => ({
      file,
      pointer: `/${place}`,
      message: `is not written yet ("${notDescribed}", or something undecided)`,
      remedy: "Write what is meant, in your own words.",
    })),
  );
}
