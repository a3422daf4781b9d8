/** What events begin with, echoes and noise. */
const foreign = /^(?:[+^$*%#&][A-Za-z]|\p{Cc}|AT)/u;

/**
 * Whether a line can be an answer without prefix, as those to `ATI` and `AT+CGSN`. Such a line could
 * be anything, so what looks like an event, an echo or noise is none. A list may begin a line with
 * `&`: that of `AT&V` has `&C: 1`.
 */
export function isBareAnswer(line: string, inList: boolean): boolean {
  return (inList && line.startsWith("&")) || !foreign.test(line);
}
