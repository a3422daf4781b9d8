/** Puts a text behind another with one full stop between them, whether the first ends in one or not. */
export function sentences(first: string, second: string | undefined): string {
  return second === undefined ? first : `${first.replace(/\.$/, "")}. ${second}`;
}
