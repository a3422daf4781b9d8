/**
 * Texts of the schema on their way into doc comments and Markdown pages, which read some characters
 * as markup. Every text that is not ours passes one of these.
 */

/** Text that is shown to the letter: it makes no link, tag, list, heading or code of its own. */
export function prose(text: string): string {
  return text
    .replaceAll(/[\\`*{}[\]<>@|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&")
    .replaceAll(/&(?=#?[A-Za-z0-9]+;)/g, "\\&")
    .replace(/^(?:[-+](?= |$)|#{1,6}(?= |$)|=+$|-+$)/, "\\$&")
    .replace(/^(\d+)(?=[.)](?: |$))/, "$1\\");
}

/** Text in the type of code; nothing for no text. */
export function code(text: string): string {
  if (text === "") return "";
  // A code span cannot hold its own quotes, in a table a backslash before a bar, in a comment the
  // sign of its end, and TypeScript takes tags in it for tags.
  return /[`\\]|\*\/|(?:^|[ {])@|^ | $/.test(text) ? `<code>${prose(text)}</code>` : `\`${text}\``;
}
