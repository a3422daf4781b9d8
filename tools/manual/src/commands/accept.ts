import path from "node:path";
import {
  AcceptError,
  acceptableIds,
  acceptFindings,
  wantedNames,
} from "../accept/accept-findings.ts";
import { type SchemaFiles, writeSchema } from "../accept/write-schema.ts";
import { checkManual, type ManualCheck } from "../check/check-manual.ts";
import { loadTexts, type TextsFile, textsFile, withRecord } from "../check/text-record.ts";
import { keyOfName, type WantedName } from "../draft/names.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import {
  type ExitCode,
  parseCommandLine,
  type Surroundings,
  schemaRoot,
  UsageError,
} from "../surroundings.ts";
import { writeFacts } from "./facts.ts";
import { recallCheck } from "./last-check.ts";

/** `pnpm manual:accept <finding...>`: edits schema files, so that the git diff is the review. */
export async function runAccept(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    all: { type: "boolean" },
    name: { type: "string", multiple: true },
    file: { type: "string" },
    manual: { type: "string" },
  });
  const isAll = values.all === true;
  if (isAll === positionals.length > 0) {
    throw new UsageError("give the findings to accept, or --all");
  }
  const check = await openCheck(world, values.file, values.manual);
  const ids = isAll ? acceptableIds(check) : positionals;
  const wanted = wantedNames(check, ids);
  const given = await collectNames(wanted, values.name ?? [], world);
  const { state, notes, record } = acceptFindings(check, ids, given);
  const root = schemaRoot(world);
  const texts = await loadTexts(root);
  const recorded = record === undefined ? texts : withRecord(texts, record);
  const written = await writeSchema(root, filesOf(check.state, texts), filesOf(state, recorded));
  const isListed = await writeFacts(root, state);
  const left = check.findings.filter(({ id }) => !ids.includes(id));
  world.log(
    [
      `accepted ${ids.length} of ${check.findings.length} findings`,
      ...written.map(({ file, how }) => `  ${how} schema/${file}`),
      ...(isListed ? ["  edited schema/facts.txt"] : []),
      ...notes.map((note) => `  to do: ${note}`),
      ...left.map(({ id, message }) => `  left: ${id}: ${message}`),
      "Review it with git diff schema, then run: pnpm generate",
    ].join("\n"),
  );
  return left.length === 0 ? 0 : 1;
}

function filesOf(state: SchemaState, texts: TextsFile): SchemaFiles {
  const files = state.files.map(({ file, json }): [string, unknown] => [file, json]);
  return new Map(texts.texts.length === 0 ? files : [...files, [textsFile, texts]]);
}

async function openCheck(
  world: Surroundings,
  file: string | undefined,
  manual: string | undefined,
): Promise<ManualCheck> {
  if (file !== undefined) {
    return checkManual(path.resolve(world.cwd, file), schemaRoot(world), manual);
  }
  const last = await recallCheck(world);
  return checkManual(last.file, schemaRoot(world), manual ?? last.manual);
}

const patterns: Readonly<Record<WantedName["thing"], RegExp>> = {
  operation: /^[a-z][A-Za-z0-9]*$/,
  parameter: /^[a-z][A-Za-z0-9]*$/,
  value: /^[a-z][A-Za-z0-9]*$/,
  event: /^[a-z][A-Za-z0-9]*$/,
  lines: /^[a-z][A-Za-z0-9]*$/,
  code: /^[a-z][A-Za-z0-9]*$/,
  type: /^[A-Z][A-Za-z0-9]*$/,
};

/** Names are API: each is given on the command line or by the person who is asked, never made up. */
async function collectNames(
  wanted: readonly WantedName[],
  options: readonly string[],
  { ask }: Surroundings,
): Promise<ReadonlyMap<string, string>> {
  const given = new Map(options.map((option) => readOption(option, wanted)));
  for (const one of wanted) {
    const key = keyOfName(one);
    if (given.has(key) || ask === undefined) continue;
    given.set(key, (await ask(`Name of the ${one.thing} ${key}: `)).trim());
  }
  const missing = wanted.filter((one) => !given.has(keyOfName(one)));
  if (missing.length > 0) {
    const list = missing.map((one) => `  --name '${keyOfName(one)}=${example(one)}'`).join("\n");
    const what = "something new needs a name, which is API and therefore yours to choose";
    throw new AcceptError("NAME_MISSING", `${what}. Give:\n${list}`);
  }
  for (const one of wanted) {
    const name = given.get(keyOfName(one)) ?? "";
    if (patterns[one.thing].test(name)) continue;
    const what = `"${name}" cannot name the ${one.thing} ${keyOfName(one)}`;
    throw new AcceptError("NAME_MISSING", `${what}: it must match ${patterns[one.thing].source}`);
  }
  return given;
}

/** `NAME` where one name is wanted, else `KEY=NAME`. */
function readOption(option: string, wanted: readonly WantedName[]): readonly [string, string] {
  const split = option.lastIndexOf("=");
  const [only, ...others] = wanted;
  if (split < 0 && only !== undefined && others.length === 0) return [keyOfName(only), option];
  const key = option.slice(0, Math.max(0, split));
  if (wanted.some((one) => keyOfName(one) === key)) return [key, option.slice(split + 1)];
  const keys = wanted.map(keyOfName).join(", ");
  throw new UsageError(`--name ${option} names nothing that is wanted; wanted: ${keys || "none"}`);
}

function example({ thing }: WantedName): string {
  return thing === "type" ? "TypeName" : "name";
}
