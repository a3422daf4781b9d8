import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Bump, compareBumps, type Finding, words } from "@qsmtp/schema-diff";
import { isRule, ruleOf } from "./release-rules.ts";

/** A person's decision that one change weighs less than its rule says. */
export interface Waiver {
  /** Fingerprint of the finding: the decision holds for this change and no other. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly from: Bump;
  readonly to: Bump;
  /** The evidence. */
  readonly why: string;
}

/** The file with decisions cannot be used. */
export class WaiverError extends Error {
  override readonly name = "WaiverError";
  readonly code = "WAIVERS_INVALID";
}

const file = "schema/waivers.json";
/** The changelog prints the reason beside the change. */
const longestReasonCharacters = 160;
const bumps: readonly Bump[] = ["undecidable", "major", "minor", "patch", "none"];

/**
 * Reads the recorded decisions; none when there is no file.
 * @throws WaiverError when the file says something that no waiver may say
 */
export async function readWaivers(root: string): Promise<Waiver[]> {
  const target = path.join(root, file);
  if (!existsSync(target)) return [];
  let list: unknown;
  try {
    list = (JSON.parse(await readFile(target, "utf8")) as { waivers?: unknown }).waivers;
  } catch (error) {
    throw new WaiverError(`${file} is no JSON`, { cause: error });
  }
  if (!Array.isArray(list)) throw new WaiverError(`${file} must hold { "waivers": [ … ] }`);
  return list.map((entry: unknown, index) => checked(entry, `${file}#/waivers/${index}`));
}

function checked(entry: unknown, where: string): Waiver {
  const { fingerprint, rule, from, to, why } = (entry ?? {}) as Partial<Waiver>;
  const fail = (message: string): never => {
    throw new WaiverError(`${where}: ${message}`);
  };
  if (!/^[0-9a-f]{12}$/.test(fingerprint ?? "")) return fail("give the finding's fingerprint");
  if (rule === undefined || !isRule(rule)) return fail(`no rule is called "${rule}"`);
  if (ruleOf(rule).final) return fail(`the rule "${rule}" is never lowered`);
  if (from === undefined || !bumps.includes(from))
    return fail(`"from" is one of ${bumps.join(", ")}`);
  if (to === undefined || !bumps.includes(to) || to === "undecidable")
    return fail(`"to" is one of ${bumps.slice(1).join(", ")}`);
  if (from !== "undecidable" && compareBumps(to, from) >= 0)
    return fail(`"to" must be below "from": a higher bump is written into the changeset itself`);
  const reason = (why ?? "").trim();
  if (reason.length < 10) return fail('say in "why" what the decision rests on');
  if (reason.length > longestReasonCharacters)
    return fail(
      `"why" has ${reason.length} characters; a changelog has room for ${longestReasonCharacters}`,
    );
  return { fingerprint: fingerprint ?? "", rule, from, to, why: why ?? "" };
}

/** Lowers the findings that have a waiver, which carry its reason from then on. */
export function applyWaivers(findings: readonly Finding[], waivers: readonly Waiver[]): Finding[] {
  return findings.map((finding) => {
    const waiver = waivers.find(
      ({ fingerprint, rule, from }) =>
        fingerprint === finding.fingerprint && rule === finding.rule && from === finding.bump,
    );
    if (waiver === undefined) return finding;
    const decided = { ...finding, bump: waiver.to, note: words(waiver.why) };
    // What to do about an open question was to decide it.
    return finding.bump === "undecidable" ? { ...decided, whatToDo: undefined } : decided;
  });
}

/** The record that decides a finding, ready to paste but for the two things only a person knows. */
export function waiverTemplate({ fingerprint, rule, bump }: Finding): string {
  return JSON.stringify({ fingerprint, rule, from: bump, to: "…", why: "…" });
}
