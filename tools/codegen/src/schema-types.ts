/** The schema files as TypeScript sees them once the meta-schema has accepted them. */

export interface Source {
  readonly id: string;
  readonly section?: string;
  readonly confidence?: Confidence;
  readonly note?: string;
}

export type Confidence = "stated" | "device" | "sibling" | "third-party" | "recalled" | "inferred";

export interface SchemaValue {
  readonly value: number | string;
  readonly name: string;
  readonly description: string;
  readonly decodeOnly?: boolean;
  readonly source?: readonly Source[];
}

export type ParamType = "integer" | "flag" | "enum" | "keyword" | "string" | "octets" | "text";

export interface SchemaParam {
  readonly wire: string;
  readonly type: ParamType;
  readonly typeName?: string;
  readonly description: string;
  readonly values?: readonly SchemaValue[];
  readonly ranges?: readonly (readonly [number, number | null])[];
  readonly notation?: string;
  readonly quoted?: boolean;
  readonly charset?: "ascii" | "utf-8" | "digits";
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly unit?: string;
  readonly default?: number | string | boolean;
  readonly sensitive?: boolean;
  readonly boundedBy?: string;
  readonly source?: readonly Source[];
}

export type SchemaField =
  | { readonly const: string | number; readonly quoted?: boolean }
  | { readonly param: string }
  | { readonly optional: readonly SchemaField[] }
  | { readonly list: string; readonly as: string };

export interface SchemaLine {
  readonly prefix: string;
  readonly fields: readonly SchemaField[];
  readonly repeat?: "one" | "zeroOrOne" | "zeroOrMore" | "oneOrMore";
  readonly as?: string;
}

export interface SchemaDataPhase {
  readonly direction: "toModule" | "fromModule";
  readonly length?: { readonly param: string } | { readonly connect: true };
  readonly endsOn: readonly string[];
  readonly time?: string;
  readonly ack?: {
    readonly param: string;
    readonly value: number;
    readonly everyBytes: number;
    readonly byte: string;
  };
  readonly earlyExit: string;
  readonly resumable: boolean;
}

export type SchemaForm = "test" | "read" | "write" | "execute" | "basic";

export interface SchemaExample {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly sent: string;
  readonly received: readonly string[];
  readonly output?: Readonly<Record<string, unknown>>;
}

export interface SchemaOperation {
  readonly name: string;
  readonly form: SchemaForm;
  readonly summary: string;
  readonly description?: string;
  readonly args?: readonly SchemaField[];
  readonly reply?: readonly SchemaLine[];
  readonly supports?: readonly string[];
  readonly data?: SchemaDataPhase;
  readonly completion?: { readonly urc: string; readonly within?: string };
  readonly errors?: readonly string[];
  readonly maxResponseMs: number | null;
  readonly stability?: string;
  readonly optional?: boolean;
  readonly persistence?: string;
  readonly examples?: readonly SchemaExample[];
  readonly source?: readonly Source[];
}

/** What of third parties follows an unsolicited line. */
export type SchemaTail =
  | { readonly lines: number }
  | { readonly quoted: true }
  | { readonly bytes: string };

export interface SchemaUrc {
  readonly name: string;
  readonly summary: string;
  readonly line: { readonly prefix: string; readonly fields: readonly SchemaField[] };
  readonly tail?: SchemaTail;
  readonly examples?: readonly { readonly received: string; readonly output: object }[];
  readonly source: readonly Source[];
}

export interface SchemaCommand {
  readonly at: string;
  readonly title: string;
  readonly description?: string;
  readonly group: string;
  readonly stability: string;
  readonly optional?: boolean;
  readonly params?: Readonly<Record<string, SchemaParam>>;
  readonly operations: readonly SchemaOperation[];
  readonly urcs?: readonly SchemaUrc[];
  readonly notes?: readonly { readonly text: string; readonly source: readonly Source[] }[];
  readonly source: readonly Source[];
}

export interface SchemaErrorCode {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  readonly remedy?: string;
  readonly retryable?: boolean;
  readonly mailOutcome?: "notSent" | "unknown";
  readonly mailOutcomeReason?: string;
  readonly text?: string;
  readonly source: readonly Source[];
}

export interface SchemaUnlisted {
  readonly from: number;
  readonly to: number;
  readonly mailOutcome: "notSent" | "unknown";
  readonly reason: string;
  readonly source: readonly Source[];
}

export interface SchemaErrorTable {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly wire: string;
  readonly judgesMail?: boolean;
  readonly unlisted?: readonly SchemaUnlisted[];
  readonly codes: readonly SchemaErrorCode[];
  readonly source: readonly Source[];
}

export interface SchemaManual {
  readonly id: string;
  readonly kind: "manual" | "sheet" | "standard" | "device";
  readonly title: string;
  readonly version?: string;
  readonly families: readonly string[];
  readonly note?: string;
}

export interface SchemaFamily {
  readonly id: string;
  readonly title: string;
  readonly relation: "described" | "relative" | "sibling";
  readonly description?: string;
  readonly models: readonly { readonly id: string; readonly reportedAs?: readonly string[] }[];
  readonly source: readonly Source[];
}

export interface SchemaScope {
  readonly family: string;
  readonly models?: readonly string[];
  readonly firmware?: readonly string[];
}

interface SchemaVariant<Change> {
  readonly applies: readonly SchemaScope[];
  readonly change: Change;
  readonly evidence: readonly Source[];
}

interface SchemaQuirkOf<Kind extends string, Change> {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly kind: Kind;
  readonly command: string;
  readonly operations?: readonly string[];
  readonly urcs?: readonly string[];
  readonly param?: string;
  readonly variants: readonly SchemaVariant<Change>[];
}

export interface ParameterChange {
  readonly ranges?: readonly (readonly [number, number | null])[];
  readonly addsValues?: readonly (number | string)[];
  readonly removesValues?: readonly (number | string)[];
  readonly absent?: true;
}

export interface TestAnswerChange {
  readonly supports?: readonly string[];
  readonly lines?: readonly { readonly key: string; readonly line?: string }[];
}

export interface ReplyShapeChange {
  readonly appends?: readonly string[];
  readonly omits?: readonly string[];
  readonly quoted?: readonly string[];
  readonly unquoted?: readonly string[];
  readonly negative?: readonly string[];
  readonly valuePrefix?: { readonly param: string; readonly text: string };
  readonly blankBeforeColon?: boolean;
  readonly blankBehindColon?: boolean;
}

export type SchemaQuirk =
  | SchemaQuirkOf<"availability", { readonly available: boolean }>
  | SchemaQuirkOf<"parameter", ParameterChange>
  | SchemaQuirkOf<"renamedKey", { readonly from: string; readonly to: string }>
  | SchemaQuirkOf<"testAnswer", TestAnswerChange>
  | SchemaQuirkOf<
      "errorCode",
      { readonly situation: string; readonly table: string; readonly code: number }
    >
  | SchemaQuirkOf<"replyShape", ReplyShapeChange>
  | SchemaQuirkOf<"linePrefix", { readonly prefix: string }>
  | SchemaQuirkOf<"dialogue", { readonly behaviour: string }>;
