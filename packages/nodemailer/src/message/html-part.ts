/** The name under which the HTML of a mail goes along. */
const htmlName = "message";

/**
 * The text of an HTML document.
 *
 * Addresses of links stand behind their words, tables become lines; pictures leave their `alt`.
 */
export async function textOfHtml(html: string): Promise<string> {
  // Most mails have none: it is loaded when the first comes.
  const { convert } = await import("html-to-text");
  const plain = { uppercase: false };
  const headings = ["h1", "h2", "h3", "h4", "h5", "h6"];
  return convert(html, {
    wordwrap: false,
    selectors: [
      ...headings.map((selector) => ({ selector, options: plain })),
      { selector: "table", options: { uppercaseHeaderCells: false } },
      { selector: "img", options: { pathRewrite: () => "" } },
    ],
  });
}

/** A file of HTML: opened from a disk nobody says that it is UTF-8, so that its beginning must. */
export function htmlFile(html: string): Uint8Array {
  const bytes = new TextEncoder().encode(html);
  const isAscii = bytes.length === html.length;
  return isAscii || html.startsWith("\ufeff") ? bytes : new TextEncoder().encode(`\ufeff${html}`);
}

/** A name that no other file of the mail has. */
export function htmlFileName(taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${htmlName}.html` : `${htmlName}-${number}.html`;
    if (!names.has(name)) return name;
  }
}
