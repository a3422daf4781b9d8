import type { LoadedSchema } from "../load.ts";
import { pascal } from "../model.ts";

/** A JSON schema, as far as this tool looks into it. */
export interface MetaSchema {
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly $defs?: Readonly<Record<string, MetaSchema>>;
  readonly [keyword: string]: unknown;
}

/** A closed list of words of `vocabulary.schema.json`. */
export interface WordList {
  readonly name: string;
  readonly description: string;
  readonly words: readonly string[];
}

/** The lists whose words stand in descriptors, families and quirks, and so in the package. */
const published: readonly string[] = [
  ..."form paramType notation charset repeat dataDirection dataEnd earlyExit".split(" "),
  ..."mailOutcome mailVerdict confidence relation errorSituation dialogueBehaviour".split(" "),
];

/** The closed lists of words that the package needs, each with the name of its type. */
export function wordLists({ vocabulary }: LoadedSchema["metaSchemas"]): WordList[] {
  const { $defs = {} } = vocabulary as MetaSchema;
  return published.map((key) => {
    const { description = "", enum: list = [] } = $defs[key] ?? {};
    return { name: pascal(key), description, words: list };
  });
}
