import type { Example, Props } from "./example.ts";
import { type Expected, expectedOf, sameOf, withoutLastEnd } from "./expected.ts";
import type { Outcome, Result } from "./run-example.ts";

/** What became of an example beside what should; equal when all is well. */
export interface Judged {
  readonly actual: Verdict;
  readonly expected: Verdict;
}

interface Verdict {
  /** Places that are refused without options. */
  readonly refused: readonly string[];
  /** What arrived; a word where nothing did. */
  readonly plain: Arrived | "refused";
  readonly withOptions: Arrived | "refused" | undefined;
}

interface Arrived {
  readonly mail: Expected;
  readonly dropped: readonly string[];
  readonly notices: readonly string[];
  readonly accepted: readonly string[];
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Header fields that no module writes. */
  readonly otherHeaders: readonly string[];
}

/** What any mailer writes without being asked. */
const usualHeaders = /^(?:from|to|cc|subject|message-id|date|mime-version|content-.*)$/;

export function judge(example: Example, { plain, withOptions }: Result, props: Props): Judged {
  const { refused = [], options } = example;
  const isRefused = refused.length > 0;
  return {
    actual: {
      refused: plain.is === "refused" ? plain.error.problems.map(({ path }) => path) : [],
      plain: arrivedOf(plain, example, props),
      withOptions: withOptions && arrivedOf(withOptions, example, props),
    },
    expected: {
      refused,
      plain: isRefused ? "refused" : shouldArrive(plain, example, props),
      withOptions:
        options === undefined || withOptions === undefined
          ? undefined
          : shouldArrive(withOptions, example, props),
    },
  };
}

function arrivedOf(outcome: Outcome, example: Example, props: Props): Arrived | "refused" {
  if (outcome.is === "refused") return "refused";
  const { info, arrived } = outcome;
  const codes = info.warnings.map(({ code }) => code);
  return {
    mail: withoutLastEnd(sameOf(arrived, expectedOf(example, props))),
    dropped: info.dropped,
    notices: codes.filter((code) => code !== "NAME_NOT_CARRIED"),
    accepted: info.accepted,
    envelope: info.envelope,
    otherHeaders: arrived.headers.filter((name) => !usualHeaders.test(name)),
  };
}

function shouldArrive(outcome: Outcome, example: Example, props: Props): Arrived {
  const { dropped = [], notices = [] } = example.arrives?.(props) ?? {};
  const arrived = outcome.is === "sent" ? outcome.arrived : undefined;
  return {
    mail: withoutLastEnd(expectedOf(example, props)),
    dropped,
    notices,
    accepted: [...(arrived?.to ?? []), ...(arrived?.cc ?? []), ...(arrived?.bcc ?? [])],
    envelope: { from: arrived?.envelopeFrom ?? "", to: arrived?.envelopeTo ?? [] },
    otherHeaders: [],
  };
}
