import type { ProbeReport } from "@qsmtp/client/probe";
import { type Asked, differencesOf, type JudgedDifference } from "@qsmtp/client/probe/differences";
import { allOperations } from "@qsmtp/protocol/catalog";
import type { Editions } from "@qsmtp/protocol/families";
import { joinRecords, quirkRecord, sourceOf } from "./quirk-record.ts";
import type { QuirkRecord, RecordSource } from "./record.ts";
import { type Judgement, judgementOf } from "./rule.ts";

/** A difference with its judgement and the record that would hold it. */
export interface RecordedDifference extends JudgedDifference, Judgement {
  /** Of an `id` that is there already, add the variant. */
  readonly quirk: QuirkRecord;
}

/** What the schema would take over from a probe. */
export interface Records {
  /** Every difference, those that a quirk explains included. */
  readonly differences: readonly RecordedDifference[];
  /** Records for all that no quirk explains yet, one a file. */
  readonly quirks: readonly QuirkRecord[];
  readonly source: RecordSource;
}

/**
 * Reads the answers of a report once more, against the schema as it is now.
 * @throws RangeError for a command that the schema does not have
 */
export function recordsOf(
  { identity, answers }: Pick<ProbeReport, "identity" | "answers">,
  editions: Editions = {},
): Records {
  const asked = answers.map((answer): Asked => {
    const test = allOperations.find(({ name }) => name === answer.operation);
    if (test === undefined) {
      throw new RangeError(`the schema has no operation ${answer.operation} (${answer.command})`);
    }
    return { test, answer };
  });
  const differences = differencesOf(identity, asked, editions).map((judged) => ({
    ...judged,
    ...judgementOf(judged),
    quirk: quirkRecord(judged, identity),
  }));
  const news = differences.filter(({ explainedBy }) => explainedBy === null);
  return {
    differences,
    quirks: joinRecords(news.map(({ quirk }) => quirk)),
    source: sourceOf(identity),
  };
}
