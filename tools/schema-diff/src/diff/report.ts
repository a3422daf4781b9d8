import { createFinding, type Shown, type Usage } from "../create-finding.ts";
import type { ChangeKind, Finding } from "../finding.ts";
import type { RuleId } from "../rules.ts";
import { code } from "../sentence.ts";

/** What a differ says of one change. */
export interface Change {
  readonly path: string;
  /** What a reader knows the thing by, names as code: `` `host` of `setSmtpServer` ``. */
  readonly subject: string;
  readonly was?: unknown;
  readonly now?: unknown;
  /** How was and now are printed, where their JSON is hard to read. */
  readonly shown?: readonly [was: Shown, now: Shown] | undefined;
}

export const given: Usage = { encode: true, decode: false };
export const got: Usage = { encode: false, decode: true };
export const bothWays: Usage = { encode: true, decode: true };

/** Was and now of a change from one name to another. */
export function names(
  was: string | undefined,
  now: string | undefined,
): Pick<Change, "was" | "now" | "shown"> {
  const show = (name: string | undefined) => (name === undefined ? undefined : code(name));
  return { was, now, shown: [show(was), show(now)] };
}

/** Collects the findings of one comparison. */
export class Report {
  readonly #findings: Finding[] = [];

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  add(
    command: string,
    rule: RuleId,
    usage: Usage,
    change: Change,
    families?: readonly string[],
  ): void {
    const { path, subject, was, now, shown } = change;
    const kind: ChangeKind =
      was === undefined ? "added" : now === undefined ? "removed" : "changed";
    this.#findings.push(
      createFinding(rule, usage, { kind, command, path, subject, was, now, shown, families }),
    );
  }

  /** The same for one command. */
  for(command: string): CommandReport {
    return (rule, usage, change) => this.add(command, rule, usage, change);
  }
}

export type CommandReport = (rule: RuleId, usage: Usage, change: Change) => void;
