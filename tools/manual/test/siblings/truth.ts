import { readFileSync } from "node:fs";
import path from "node:path";

/** A value that the text leaves open: what may be stated without being wrong, and why it is open. */
export interface Open<Value> {
  readonly accepts: readonly (Value | null)[];
  readonly because: string;
}

export type Range = readonly [number, number | null];

/** What the text says of a parameter. What is absent is not said. */
export interface TruthParam {
  /** `unknown`: no word of the text names a type. */
  readonly type: string | Open<string>;
  /** Types that the use of the parameter bears besides. */
  readonly fits?: readonly string[];
  readonly ranges?: readonly Range[] | Open<readonly Range[]>;
  readonly minBytes?: number | Open<number>;
  readonly maxBytes?: number | Open<number>;
  readonly unit?: string | Open<string>;
  /** `unreadable`: if there is one, it is only underlined in the PDF. */
  readonly default?: number | string | Open<number | string>;
  readonly values?: readonly (number | string)[];
  /** True when the text says that there are other values than those it lists. */
  readonly others?: boolean;
  /** What a mark behind a value refers to. */
  readonly footnotes?: Readonly<Record<string, string>>;
  /** Another spelling of the name in the same section. */
  readonly alias?: string;
  /** Why the name is open. */
  readonly nameOpen?: string;
  /** `error`: the number of the error tables. */
  readonly role?: "error";
}

export interface TruthData {
  readonly direction: "toModule" | "fromModule" | Open<string>;
  /** A parameter, or `connect` for the number behind CONNECT; absent when nothing tells it. */
  readonly length?: string | null | Open<string>;
  /** What opens the phase when it is not CONNECT. */
  readonly opens?: "prompt";
}

/** One form of a command. Two forms of one kind are two. */
export interface TruthOperation {
  readonly form: "test" | "read" | "write" | "execute" | "basic";
  readonly args?: string | Open<string>;
  readonly reply?: readonly (string | Open<string>)[];
  /** The line behind OK. */
  readonly completion?: string | Open<string>;
  /** Of a test form: what is printed behind the prefix, a line each. */
  readonly supports?: readonly string[];
  /** True when that is a description and no answer. */
  readonly inWords?: boolean;
  readonly data?: TruthData;
  readonly maxResponseMs?: number | Open<number>;
}

export interface TruthCommand {
  readonly at: string;
  readonly section: string;
  readonly operations: readonly TruthOperation[];
  readonly params: Readonly<Record<string, TruthParam>>;
}

/** What a manual says, as a person has read it. */
export interface Truth {
  readonly text: string;
  /** The manual says that it underlines defaults, which no text shows. */
  readonly underlinesDefaults: boolean;
  readonly commands: readonly TruthCommand[];
  readonly errorTables: readonly {
    readonly parameter: string;
    readonly section: string;
    readonly codes: readonly number[];
  }[];
}

export const truthFolder = path.join(import.meta.dirname, "truth");

/** Texts of which a truth file exists. */
export const siblingTexts = ["bg96-file-v1.0", "bg96-tcpip-v1.0", "ec200u-tcpip-v1.1"] as const;

export function readTruth(file: string): Truth {
  return JSON.parse(readFileSync(file, "utf8")) as Truth;
}

export function isOpen<Value>(value: unknown): value is Open<Value> {
  return typeof value === "object" && value !== null && "accepts" in value;
}
