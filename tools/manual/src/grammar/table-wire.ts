/**
 * Where the numbers of a manual's table stand on the wire, as error tables of the schema say it:
 * `<err>` is what every manual calls the number behind `+CME ERROR:`.
 */
export function wireOfTable(parameter: string): string {
  return parameter === "err" ? "+CME ERROR: <err>" : `<${parameter}>`;
}
