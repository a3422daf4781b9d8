import { AcceptError } from "../accept/accept-findings.ts";
import { type Surroundings, UsageError } from "../surroundings.ts";
import { keyOfName, type WantedName } from "../write/names.ts";

const camel = /^[a-z][A-Za-z0-9]*$/;

const patterns: Readonly<Record<WantedName["thing"], RegExp>> = {
  operation: camel,
  parameter: camel,
  value: camel,
  event: camel,
  lines: camel,
  code: camel,
  fact: camel,
  type: /^[A-Z][A-Za-z0-9]*$/,
  group: /^[a-z][a-z0-9-]*$/,
  table: /^[a-z][a-z0-9-]*$/,
  choice: camel,
};

/**
 * Names are API: each is given on the command line or by the person who is asked, never made up.
 * @param options the values of `--name`
 * @param known names that some finding would need, whether it is accepted now or not
 * @throws AcceptError when one is missing or no name; UsageError when one names nothing
 */
export async function collectNames(
  wanted: readonly WantedName[],
  known: readonly WantedName[],
  options: readonly string[],
  { ask }: Surroundings,
): Promise<ReadonlyMap<string, string>> {
  const given = new Map(options.map((option) => readOption(option, wanted, known)));
  for (const one of wanted) {
    const key = keyOfName(one);
    if (given.has(key) || ask === undefined) continue;
    given.set(key, (await ask(`Name of the ${one.thing} ${key}: `)).trim());
  }
  const missing = wanted.filter((one) => !given.has(keyOfName(one)));
  if (missing.length > 0) {
    const list = missing.map((one) => `  --name '${keyOfName(one)}=${example(one)}'`).join("\n");
    const what = missing.every(({ thing }) => thing === "choice")
      ? "the manual does not say what the schema must, so that it is yours to say"
      : "something new needs a name, which is API and therefore yours to choose";
    throw new AcceptError("NAME_MISSING", `${what}. Give:\n${list}`);
  }
  for (const one of wanted) {
    const name = given.get(keyOfName(one)) ?? "";
    const { ending = "", options = [name] } = one;
    const isGood = patterns[one.thing].test(name) && name.endsWith(ending);
    if (isGood && options.includes(name)) continue;
    const rule = ending === "" ? "" : ` and end in "${ending}"`;
    const must =
      one.options === undefined
        ? `match ${patterns[one.thing].source}${rule}`
        : `be ${options.join(" or ")}`;
    const what = `"${name}" cannot name the ${one.thing} ${keyOfName(one)}`;
    throw new AcceptError("NAME_MISSING", `${what}: it must ${must}`);
  }
  return given;
}

/** `NAME` where one name is wanted, else `KEY=NAME`. */
function readOption(
  option: string,
  wanted: readonly WantedName[],
  known: readonly WantedName[],
): readonly [string, string] {
  const split = option.lastIndexOf("=");
  const [only, ...others] = wanted;
  if (split < 0 && only !== undefined && others.length === 0) return [keyOfName(only), option];
  const key = option.slice(0, Math.max(0, split));
  if ([...wanted, ...known].some((one) => keyOfName(one) === key)) {
    return [key, option.slice(split + 1)];
  }
  const keys = wanted.map(keyOfName).join(", ");
  throw new UsageError(`--name ${option} names nothing that is wanted; wanted: ${keys || "none"}`);
}

function example({ thing, ending, options }: WantedName): string {
  if (ending !== undefined) return `name${ending}`;
  if (options !== undefined) return options.join("|");
  return { type: "TypeName", group: "group" }[thing as string] ?? "name";
}
