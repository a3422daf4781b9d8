import type { FakeModule } from "./fake-module.ts";

/** Which command lines a rule is for: the start of the line, a pattern, or a test. */
export type LineMatch = string | RegExp | ((line: string) => boolean);

/** What goes otherwise than usual with a command line. Texts are raw, with their CR LF. */
export interface LineRule {
  readonly match: LineMatch;
  /** Lines that match and are passed over first. Default 0. */
  readonly skip?: number | undefined;
  /** How often it happens. Default once. */
  readonly times?: number | undefined;
  /** Busy for so much longer, then the answer. */
  readonly lateMs?: number | (() => number) | undefined;
  /** False: the command has no effect, though it is answered. */
  readonly execute?: boolean | undefined;
  /** Takes the place of the answer; `""` is none. */
  readonly answer?: string | ((usual: string) => string) | undefined;
  /** Printed right before the answer, and right behind it. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** The module restarts before the command runs, after it, or in place of it. */
  readonly restart?: "before" | "after" | "instead" | undefined;
  /** The data phase ends by itself at this byte. */
  readonly leaveDataAt?: number | undefined;
  /** The result behind the data phase comes so much later. */
  readonly resultLateMs?: number | undefined;
  /** Called when the line is taken up, and when it has been answered. */
  readonly begin?: ((module: FakeModule) => void) | undefined;
  readonly end?: ((module: FakeModule) => void) | undefined;
}

interface CountedRule {
  readonly rule: LineRule;
  seen: number;
}

/** The rules of one fake module; the first that fits a line holds for it. */
export class LineRules {
  #rules: CountedRule[] = [];

  add(rule: LineRule): void {
    this.#rules.push({ rule, seen: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rule for a line, used up by it. */
  take(line: string): LineRule | undefined {
    if (this.#rules.length === 0) return undefined;
    let found: LineRule | undefined;
    let isUsedUp = false;
    for (const counted of this.#rules) {
      const { rule } = counted;
      if (!fits(rule.match, line)) continue;
      const { skip = 0, times = 1 } = rule;
      if (counted.seen >= lastOf(rule) || found !== undefined) continue;
      counted.seen += 1;
      if (counted.seen > skip) found = rule;
      isUsedUp ||= counted.seen >= skip + times;
    }
    if (isUsedUp) this.#rules = this.#rules.filter(({ rule, seen }) => seen < lastOf(rule));
    return found;
  }
}

function lastOf({ skip = 0, times = 1 }: LineRule): number {
  return skip + times;
}

function fits(match: LineMatch, line: string): boolean {
  if (typeof match === "string") return line.startsWith(match);
  return match instanceof RegExp ? match.test(line) : match(line);
}
