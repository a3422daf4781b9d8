import { parseReport } from "../parse-report.ts";
import type { FinishedPackage } from "./finished-packages.ts";
import { undocumentedIn } from "./undocumented.ts";

/** The report of an entry. */
export interface EntryReport {
  /** `@qsmtp/transport/tcp`. */
  readonly name: string;
  /** Its file from the root of the repository, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** What the reports of the finished packages show and should not, a line each. */
export function faceProblems(
  reports: readonly EntryReport[],
  finished: readonly FinishedPackage[],
): string[] {
  return finished.flatMap((item) => {
    const own = reports.filter(({ file }) => file.startsWith(`packages/${item.folder}/etc/`));
    return [...undocumented(own, item), ...notExported(own, item)];
  });
}

function undocumented(
  reports: readonly EntryReport[],
  { folder, unfinished = [] }: FinishedPackage,
): string[] {
  const gone = unfinished
    .filter((short) => !reports.some(({ file }) => shortName(file) === short))
    .map((short) => `packages/${folder} has no entry "${short}" to be called unfinished`);
  const problems = reports.flatMap(({ name, file, text }) => {
    const places = undocumentedIn(text);
    if (!unfinished.includes(shortName(file))) {
      return places.map((place) => `${name}: ${place} is undocumented`);
    }
    return places.length > 0 ? [] : [`${name}: is documented and called unfinished`];
  });
  return [...gone, ...problems];
}

/** Hidden declarations that no entry of the package exports, each with the first entry that shows it. */
function notExported(
  reports: readonly EntryReport[],
  { folder, helpers = [] }: FinishedPackage,
): string[] {
  const parsed = reports.map(({ name, text }) => ({
    name,
    declarations: [...parseReport(text).values()],
  }));
  const exported = new Set(
    parsed.flatMap(({ declarations }) =>
      declarations.filter((item) => item.exported).map((item) => item.name),
    ),
  );
  const hidden = new Map<string, { readonly kind: string; readonly entry: string }>();
  for (const { name: entry, declarations } of parsed) {
    for (const { name, kind } of declarations)
      if (!exported.has(name) && !hidden.has(name)) hidden.set(name, { kind, entry });
  }
  const shown = [...hidden]
    .filter(([name, { kind }]) => kind === "class" || !helpers.includes(name))
    .map(([name, { kind, entry }]) => `${entry}: ${kind} ${name} is shown and not exported`);
  const stale = helpers
    .filter((name) => !hidden.has(name))
    .map((name) => `packages/${folder} has no hidden type ${name} to be called a helper`);
  return [...shown, ...stale];
}

function shortName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.api\.md$/, "");
}
