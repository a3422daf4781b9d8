/**
 * Commands that no manual of ours states and that carry PINs, passwords or keys, each with the place of
 * the first argument that may be one, from 0: those of 3GPP TS 27.007, of RIL profiles for card access
 * (the VERIFY command of a card holds a PIN), and of other applications of such modules.
 */
const firstSecretOf: Readonly<Record<string, number>> = {
  "+CPWD": 1,
  "+CLCK": 2,
  "+CGAUTH": 3,
  "+CPUC": 2,
  "+CACM": 0,
  "+CAMM": 1,
  "+CMAR": 0,
  "+CSIM": 1,
  "+CGLA": 2,
  "+QIREGAPP": 1,
  "+QFTPCFG": 1,
  "+QFTPUSER": 0,
  "+QFTPPASS": 0,
  "+QHTTPCFG": 1,
  "+QMTCFG": 1,
  "+QMTCONN": 2,
  "+QSMTPUSER": 0,
  "+QSMTPPWD": 0,
  "+QWAUTH": 0,
};

const names = Object.keys(firstSecretOf).map((name) => name.replace("+", "\\+"));
const named = new RegExp(`(${names.join("|")})(?![A-Z])(.*)`, "is");

/** What dials a change of a PIN, PUK or barring password (3GPP TS 22.030). */
const dialled = /[*#]{1,2}(?:0[345]2?|33[0-5]?|35[13]?)\*([\d*]+)/g;

/** Whether one of those commands stands in a line: its answer may be anything. */
export function isForeignWithSecrets(line: string): boolean {
  return named.test(line);
}

/** Secrets of one such command, of its echo or of a line of its answer, and of what is dialled. */
export function foreignSecrets(text: string): string[] {
  const [, name = "", rest = ""] = named.exec(text) ?? [];
  const values = /^(?:=?\?|\s*$)/.test(rest)
    ? []
    : secretsAmong(name, rest.replace(/^[=:]\s*/, ""));
  const changes = [...text.matchAll(dialled)].flatMap(([, digits = ""]) => digits.split("*"));
  return [...values, ...changes].filter((value) => value !== "");
}

function secretsAmong(name: string, rest: string): string[] {
  // Where a quote is missing, nobody can tell which argument is which.
  if (rest.split('"').length % 2 === 0) return [rest];
  const fields = rest.match(/(?:"[^"]*"|[^",])+|(?<=,|^)(?=,|$)/g) ?? [];
  return fields
    .slice(firstSecretOf[name.toUpperCase()] ?? 0)
    .map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
}
