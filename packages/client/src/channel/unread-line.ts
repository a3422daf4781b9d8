/**
 * A line that was taken for a reply and does not read, as people may see it: nothing of its texts. It
 * may be that of a setting with a secret, which an earlier program asked for and nobody here knows.
 */
export function unreadLine(line: string): string {
  return line.replace(/".*$/s, '"***');
}

/** Settings that hold a secret; of the name that is used most, what one error leaves whole. */
const secretSettings = /acc|cco|cou|oun|unt|psk|clientkey/i;

/** What a decoder says of such a line, which it quotes: without the line where that may be such a setting's. */
export function withoutSecretSetting(problem: string): string {
  return problem.replace(/(?<=the line )"(?:[^"\\]|\\.)*"/, (quoted) =>
    secretSettings.test(quoted) ? '"***"' : quoted,
  );
}
