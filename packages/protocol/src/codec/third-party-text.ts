import type { Urc, UrcTail } from "./descriptor.ts";
import { FieldCursor } from "./field-cursor.ts";
import { once } from "./once.ts";
import { planOf } from "./plan.ts";
import { splitPrefix } from "./prefix.ts";
import { decodeFields } from "./read-fields.ts";

/** Text of third parties that follows a line, and what ends it. */
export type ThirdPartyText =
  /** That many lines. In text mode a message may have more, and nothing tells how many. */
  | { readonly ends: "lines"; readonly lines: number }
  /** The line that {@link endsQuotedText}. */
  | { readonly ends: "quote" }
  /** Bytes behind the line end; `undefined` when their number cannot be read. */
  | { readonly ends: "bytes"; readonly lengthBytes: number | undefined };

/**
 * Tells whether text that others wrote follows a line, so that it is not read as an answer. The
 * prefix decides, also where the fields cannot be read: a garbled header has a text all the same.
 * @param urcs `allUrcs`; sorted once for each array, which must not change afterwards
 * @returns `undefined` when nothing follows
 */
export function thirdPartyText(urcs: readonly Urc[], line: string): ThirdPartyText | undefined {
  const { prefix, from } = splitPrefix(line);
  const alike = withTail(urcs).get(prefix);
  if (alike === undefined) return undefined;
  for (const urc of alike) {
    const text = textBehind(urc, line, from);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Tells whether a line closes a text in quotes: by a quote with at most numbers behind it. */
export function endsQuotedText(line: string): boolean {
  return /"[ ,0-9]*$/.test(line);
}

interface UrcWithTail extends Urc {
  readonly tail: UrcTail;
}

function textBehind(urc: UrcWithTail, line: string, from: number): ThirdPartyText | undefined {
  const { tail } = urc;
  if ("lines" in tail) return { ends: "lines", lines: tail.lines };
  if ("bytes" in tail) return bytesBehind(urc, tail.bytes, line, from);
  const opened = line.indexOf('"', from);
  return opened < 0 || endsQuotedText(line.slice(opened + 1)) ? undefined : { ends: "quote" };
}

function bytesBehind(
  { fields }: Urc,
  name: string,
  line: string,
  from: number,
): ThirdPartyText | undefined {
  const plan = planOf(fields);
  const key = plan.steps[0];
  // The prefix is shared: its first field tells the lines apart.
  if (key?.kind === "const" && new FieldCursor(line, from).text !== key.name) return undefined;
  const result = decodeFields(plan, line, from, false);
  if (!result.ok) return { ends: "bytes", lengthBytes: undefined };
  const length = result.values[name];
  if (typeof length === "number") return { ends: "bytes", lengthBytes: length };
  return result.values.extraFields === undefined
    ? undefined
    : { ends: "bytes", lengthBytes: undefined };
}

const withTail = /* @__PURE__ */ once((urcs: readonly Urc[]) => {
  const made = new Map<string, UrcWithTail[]>();
  for (const urc of urcs) {
    const { tail } = urc;
    if (tail === undefined) continue;
    made.set(urc.prefix, [...(made.get(urc.prefix) ?? []), { ...urc, tail }]);
  }
  return made;
});
