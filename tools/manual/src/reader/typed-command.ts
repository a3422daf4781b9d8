/** Whether a line is a command as somebody types it, with or without a comment behind it. */
export function typedCommand(
  text: string,
): { readonly sent: string; readonly comment: string | undefined } | undefined {
  const match = /^(AT(?:[+&$#^%*]?[A-Z][A-Z0-9]*)?(?:[=?].*?)?)(?:\s*(\/\/.*))?$/.exec(text);
  const sent = match?.[1]?.trim();
  if (sent === undefined || /[.:;]$/.test(sent)) return undefined;
  if (/[a-z] [a-z]/.test(sent.replace(/"[^"]*"|<[^>]*>/g, ""))) return undefined;
  return { sent, comment: match?.[2] };
}

/** Whether a syntax begins here: a command with its placeholders, and no sentence about it. */
export function startsSyntax(text: string): boolean {
  if (!/^\.?AT(?![a-z])/.test(text)) return false;
  const words = text.replace(/"[^"]*"?|<[^<>]*>?|\bor(?: AT\S*|$)/g, "");
  return !/ [A-Za-z]{2,}/.test(words.replace(/^\S+/, ""));
}

/** `+X` of `AT+X=<a>`; empty for the bare `AT`. */
export function commandIn(text: string): string | undefined {
  return /^\.?AT([+&$#^%*\\|]?[A-Z][A-Z0-9]*)?/.exec(text)?.[1];
}
