/** A file of schema/quirks, as its meta-schema wants it. */
export interface QuirkRecord {
  readonly $schema: "../quirk.schema.json";
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly kind: "availability" | "parameter" | "testAnswer";
  readonly command: string;
  readonly operations?: readonly string[] | undefined;
  readonly param?: string | undefined;
  readonly variants: readonly {
    readonly applies: readonly {
      readonly family: string;
      readonly models: readonly string[];
      readonly firmware?: readonly string[] | undefined;
    }[];
    readonly change: object;
    readonly evidence: readonly {
      readonly id: string;
      readonly confidence: "device";
      readonly note: string;
    }[];
  }[];
}

/** The entry for schema/manuals.json that the evidence of the quirk records names. */
export interface RecordSource {
  readonly id: string;
  readonly kind: "device";
  readonly title: string;
  readonly families: readonly string[];
}
