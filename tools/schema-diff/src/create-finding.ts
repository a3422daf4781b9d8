import { fingerprint } from "@qsmtp/codegen/fingerprint";
import { compareBumps } from "./bump.ts";
import type { Finding } from "./finding.ts";
import type { Bump, Direction, Rule } from "./rule.ts";
import { type RuleId, ruleOf } from "./rules.ts";

/** Whether a caller gives the thing, gets it, or both. */
export interface Usage {
  readonly encode: boolean;
  readonly decode: boolean;
}

export interface FindingDetails<Kind extends string> {
  readonly kind: Kind;
  readonly command: string;
  readonly path: string;
  /** What a reader knows the thing by: `contextId`, `host of setSmtpServer`. */
  readonly subject: string;
  /** JSON value; left out or undefined: there was nothing. */
  readonly was?: unknown;
  readonly now?: unknown;
  /** How was and now are printed, where their JSON is hard to read. */
  readonly shown?: readonly [was: string | undefined, now: string | undefined] | undefined;
  readonly families?: readonly string[] | undefined;
}

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
  const shown = details.shown ?? [show(was), show(now)];
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
    message: `${subject}: ${change}${fromTo(shown[0], shown[1])}`,
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

function fromTo(was: string | undefined, now: string | undefined): string {
  if (was === undefined && now === undefined) return "";
  if (was === undefined || now === undefined) return ` (${was ?? now})`;
  return ` (${was} → ${now})`;
}

const longestValue = 60;

/** A JSON value in one line, cut where it grows long; nothing for no value. */
function show(value: unknown): string | undefined {
  if (value === null) return undefined;
  const plain = Array.isArray(value) && value.every((item) => typeof item !== "object");
  const text = typeof value === "string" ? value : plain ? value.join(", ") : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}
