/** A place in a text where a value of the schema stands: `{fact:maxRecipients}`. */
export interface Reference {
  /** `fact`, `param`, `code`, `operation` or `number`; anything where it is misspelt. */
  readonly kind: string;
  /** The names behind the colon. */
  readonly path: readonly string[];
  /** As it was written. */
  readonly written: string;
}

/** A text in its parts. A brace that neither opens nor closes a reference is a part of its own. */
export type TextPart = { readonly words: string } | Reference | { readonly brace: string };

const pattern = /\{\{|\}\}|\{([^{}:]*):([^{}]*)\}|[{}]/g;

/** Cuts a text at its references. `{{` and `}}` stand for a brace. */
export function parseText(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [written, kind, path] = match;
    if (match.index > from) parts.push({ words: text.slice(from, match.index) });
    from = match.index + written.length;
    if (kind !== undefined && path !== undefined) {
      parts.push({ kind, path: path.split("."), written });
    } else {
      parts.push(written.length === 2 ? { words: written.charAt(0) } : { brace: written });
    }
  }
  if (from < text.length) parts.push({ words: text.slice(from) });
  return parts;
}

/** A text in which no brace refers to anything. */
export function escapeText(text: string): string {
  return text.replaceAll(/[{}]/g, "$&$&");
}
