/** Lines over which a cell may tear one syntax or answer. */
export const mostTornLines = 30;

/** Whether every square and angle bracket of a text is closed: else a cell has torn it. */
export function bracketsClose(text: string): boolean {
  return isClosed(text, "[", "]") && isClosed(text, "<", ">");
}

/** Whether a text ends inside a placeholder, which has no blanks. */
export function endsInPlaceholder(text: string): boolean {
  return /<[^<>]*$/.test(text);
}

/** Placeholders without blanks at their brackets: `<lamp number >` as `<lamp number>`. */
export function tidyPlaceholders(text: string): string {
  return text.replace(/< *([^<>]*?) *>/g, "<$1>");
}

export function isOpenQuote(text: string): boolean {
  return (text.split('"').length - 1) % 2 === 1;
}

export function isClosed(text: string, opening: string, closing: string): boolean {
  return text.split(opening).length === text.split(closing).length;
}
