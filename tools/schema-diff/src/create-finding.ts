import { fingerprint } from "@qsmtp/codegen/fingerprint";
import { isPlaceholder } from "@qsmtp/codegen/placeholder";
import { compareBumps } from "./bump.ts";
import type { Finding } from "./finding.ts";
import type { Bump, Direction, Rule } from "./rule.ts";
import { type RuleId, ruleOf } from "./rules.ts";
import { piece, type Statement, sentenceOf, words } from "./sentence.ts";

/** Whether a caller gives the thing, gets it, or both. */
export interface Usage {
  readonly encode: boolean;
  readonly decode: boolean;
}

export interface FindingDetails<Kind extends string> {
  readonly kind: Kind;
  readonly command: string;
  readonly path: string;
  /** What a reader knows the thing by, names as code: `` `host` of `setSmtpServer` ``. */
  readonly subject: string;
  /** JSON value; left out or undefined: there was nothing. */
  readonly was?: unknown;
  readonly now?: unknown;
  /** How was and now are printed, where their JSON is hard to read; a list piece by piece. */
  readonly shown?: readonly [was: Shown, now: Shown] | undefined;
  readonly families?: readonly string[] | undefined;
}

/** What is printed of a value: one piece, the pieces of a list, or nothing. */
export type Shown = string | readonly string[] | undefined;

/**
 * A finding with bump, direction, message and fingerprint filled in from its rule. Where a thing is
 * used both ways the worse direction counts, so that one edit stays one finding.
 * @throws RangeError when the rule is unknown or has no bump for that usage
 */
export function createFinding<Kind extends string>(
  rule: RuleId | Rule,
  usage: Usage,
  details: FindingDetails<Kind>,
): Finding<Kind> {
  const { id, change, whatToDo, ...bumps } = typeof rule === "string" ? ruleOf(rule) : rule;
  const { bump, direction } = judge(id, bumps, usage);
  const { kind, command, path, subject, families } = details;
  const was = details.was ?? null;
  const now = details.now ?? null;
  const [shownWas, shownNow] = details.shown ?? [show(was), show(now)];
  const said: Statement = { subject, change, was: pieces(shownWas), now: pieces(shownNow) };
  return {
    id: `${command}/${path} ${id}`,
    kind,
    command,
    path,
    rule: id,
    bump,
    ...(direction === undefined ? {} : { direction }),
    ...(families === undefined ? {} : { families }),
    was,
    now,
    said,
    message: sentenceOf(said),
    ...(whatToDo === undefined ? {} : { whatToDo }),
    fingerprint: fingerprint({ rule: id, command, path, was, now }, 12),
  };
}

function judge(
  id: string,
  rule: Pick<Rule, "encode" | "decode" | "either">,
  usage: Usage,
): { bump: Bump; direction?: Direction | "both" } {
  if (rule.either !== undefined) return { bump: rule.either };
  const encode = usage.encode ? rule.encode : undefined;
  const decode = usage.decode ? rule.decode : undefined;
  if (encode !== undefined && decode !== undefined) {
    const difference = compareBumps(encode, decode);
    if (difference === 0) return { bump: encode, direction: "both" };
    return difference > 0
      ? { bump: encode, direction: "encode" }
      : { bump: decode, direction: "decode" };
  }
  if (encode !== undefined) return { bump: encode, direction: "encode" };
  if (decode !== undefined) return { bump: decode, direction: "decode" };
  throw new RangeError(`the rule "${id}" has no bump for the direction in which it was found`);
}

/** Longer values say more to a program than to a reader. */
const longestShownCharacters = 60;

/** A JSON value for people; nothing for no value, and for one that no sentence can hold. */
function show(value: unknown): Shown {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const plain = value.every((item) => typeof item !== "object");
    return plain ? value.map((item) => words(String(item))) : undefined;
  }
  if (typeof value === "object") return undefined;
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = words(String(value));
  return text.length > longestShownCharacters ? undefined : text;
}

/** Nothing where a person has yet to say what is meant: no reader learns from it. */
function pieces(shown: Shown): readonly string[] | undefined {
  if (shown === undefined) return undefined;
  const list = typeof shown === "string" ? [shown] : shown;
  return list.some(isPlaceholder) ? undefined : list.map(piece);
}
