/**
 * Finds numbers and names of the manuals that are typed by hand, outside the schema and what is
 * generated from it: a new edition of a manual would change the schema and leave them as they are.
 *
 * What it can see, in the syntax tree of each file:
 * - numbers that nobody writes by chance: error numbers of three digits, odd numbers from 1000 on;
 * - any other number of the schema, also in ms instead of s or minutes, where a name around it (of the
 *   constant, property, parameter, what it is compared with, or the file) shares a word with the name in
 *   the schema: `maxRecipients = 20`, `usualIdleMs = 1_800_000`, `status === 5`, `truncate: 1`;
 * - names of commands, of settings and of storages in texts and patterns.
 *
 * In tests it looks only at named constants: `const maxRecipients = 20`.
 *
 * What it cannot see: numbers that are computed or spelt out, bytes in hex, 0 and 1, texts without such
 * a name, small numbers whose name says nothing, positions in lists (`["to", "cc"][type]`), and comments.
 */
import path from "node:path";
import { loadSchema } from "@qsmtp/codegen/load";
import { buildModel } from "@qsmtp/codegen/model";
import { allowed } from "./facts/allowed.ts";
import { scanFacts } from "./facts/scan.ts";
import { schemaWords } from "./facts/schema-words.ts";
import { scopes } from "./facts/scopes.ts";
import { settle } from "./facts/settle.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const words = schemaWords(buildModel(await loadSchema(path.join(root, "schema"))));
const { found, unused } = settle(await scanFacts(root, scopes, words), allowed);
if (found.length + unused.length === 0) {
  console.log(`no number or name of a manual is typed by hand (${allowed.length} exceptions)`);
} else {
  for (const { file, line, written, title } of found) {
    console.error(`${file}:${line}  ${written}\n  is what the schema states as ${title}`);
  }
  for (const { file, written } of unused) {
    console.error(`${file}  ${written}\n  is allowed in allowed.ts and not there any more`);
  }
  console.error(
    "\nTo fix it: take the value from @qsmtp/protocol/facts or /commands; what no entry gives belongs into the schema, with its source. If it is equal by chance, say so in tools/repo-checks/src/facts/allowed.ts.",
  );
  process.exitCode = 1;
}
