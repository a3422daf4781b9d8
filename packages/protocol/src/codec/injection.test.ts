import { describe, expect, it } from "vitest";
import { allOperations } from "../generated/catalog.gen.ts";
import { Command } from "./command.ts";
import { type Field, isParam, type OperationDescriptor, type Param } from "./descriptor.ts";
import { EncodeError } from "./errors.ts";

type Values = Record<string, unknown>;

/** One value that the parameter takes. */
function sample(param: Param): unknown {
  switch (param.type) {
    case "integer":
      return param.ranges?.[0]?.[0] ?? 1;
    case "enum":
    case "keyword":
      return param.values[0];
    case "flag":
      return true;
    case "octets":
      return new Uint8Array(param.minBytes ?? 1);
    default:
      return "x".repeat(param.type === "string" ? (param.minBytes ?? 1) : 1);
  }
}

/** A place where a caller's text goes, with the input that reaches it. */
interface Place {
  readonly operation: OperationDescriptor;
  readonly param: Param;
  /** The input with another value in the place. */
  readonly with: (value: unknown) => Values;
}

function places(operation: OperationDescriptor): Place[] {
  const input: Values = {};
  const found: Place[] = [];
  const visit = (field: Field): void => {
    if (isParam(field)) {
      input[field.name] = sample(field);
      found.push({ operation, param: field, with: (value) => ({ ...input, [field.name]: value }) });
    } else if ("optional" in field) {
      field.optional.forEach(visit);
    } else if ("list" in field) {
      const { list, as } = field;
      input[as] = [sample(list)];
      const among = (value: unknown) => ({ ...input, [as]: [sample(list), value, sample(list)] });
      found.push({ operation, param: list, with: among });
    }
  };
  operation.args?.forEach(visit);
  return found;
}

const all = allOperations.flatMap(places);
const worded = all.filter(({ param }) =>
  ["string", "text", "octets", "keyword"].includes(param.type),
);
const title = ({ operation, param }: Place) => `${operation.name}.${param.name}`;

/** What would end a line, a string or data mode, or is no character at all. */
const poisons: readonly [name: string, text: string][] = [
  ["CR", "\r"],
  ["LF", "\n"],
  ["NUL", "\u0000"],
  ["ESC", "\u001b"],
  ["Ctrl-Z", "\u001a"],
  ["DEL", "\u007f"],
  ["NEL", "\u0085"],
  ["a quote", '"'],
  ["a high surrogate", "\ud83d"],
  ["a low surrogate", "\ude00"],
  ["a command", '"\rAT+QPOWD\r'],
];

describe("a value that would leave its parameter", () => {
  it("is looked for in every command that takes words", () => {
    expect(worded.length).toBeGreaterThan(40);
  });

  it.each(worded.map((place) => [title(place), place] as const))(
    "is refused in %s before bytes exist",
    (_, place) => {
      expect(new Command(place.operation, place.with(sample(place.param))).bytes).toBeDefined();
      for (const [name, poison] of poisons) {
        for (const text of [poison, `a${poison}`, `${poison}a`, `a${poison}a`]) {
          const error = refusal(place, text);
          expect([name, error.command, error.param, error.code]).toEqual([
            name,
            `AT${place.operation.at}`,
            place.param.name,
            { string: "FORBIDDEN_CHARACTER", text: "FORBIDDEN_CHARACTER", keyword: "NOT_ONE_OF" }[
              place.param.type as string
            ] ?? "WRONG_TYPE",
          ]);
        }
      }
    },
  );

  const limited = worded.filter(({ param }) => "maxBytes" in param);

  it.each(limited.map((place) => [title(place), place] as const))(
    "is refused in %s when it is one byte too long",
    (_, place) => {
      const longest = "maxBytes" in place.param ? (place.param.maxBytes ?? 0) : 0;
      const octets = place.param.type === "octets";
      const fill = (length: number) => (octets ? new Uint8Array(length) : "x".repeat(length));
      expect(() => new Command(place.operation, place.with(fill(longest)))).not.toThrow();
      expect(refusal(place, fill(longest + 1)).code).toBe("TOO_LONG");
      if (octets || ("charset" in place.param && place.param.charset === "ascii")) return;
      // The limit counts bytes: half as many two-byte characters fill it.
      const half = "é".repeat(Math.ceil((longest + 1) / 2));
      expect(refusal(place, half).code).toBe("TOO_LONG");
    },
  );

  it.each(all.map((place) => [title(place), place] as const))(
    "is refused in %s when it is of another type",
    (_, place) => {
      const odd = { toString: () => "1", valueOf: () => 1 };
      for (const value of [null, "1\r", Number.NaN, 0.5, -1e300, 10n, Symbol("s"), [], odd]) {
        expect(refusal(place, value)).toBeInstanceOf(EncodeError);
      }
    },
  );

  it.each(all.map((place) => [title(place), place] as const))(
    "is refused beside the arguments of %s under a name that they do not have",
    (_, place) => {
      const error = refusal(place, sample(place.param), { misspelt: "\r" });
      expect([error.code, error.param]).toEqual(["UNKNOWN_PARAMETER", "misspelt"]);
    },
  );
});

function refusal(place: Place, value: unknown, more: Values = {}): EncodeError {
  try {
    new Command(place.operation, { ...place.with(value), ...more });
  } catch (error) {
    expect(error).toBeInstanceOf(EncodeError);
    return error as EncodeError;
  }
  throw new Error(`${title(place)} let ${String(value)} pass`);
}
