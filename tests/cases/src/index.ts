/**
 * How many random cases a test tries: all of them where `QSMTP_CASES=all` is set, as CI does, and
 * else as many as show a mistake that is easily found.
 * @param all at least as many as `fewer`
 * @param fewer a tenth of all when it is left out
 */
export function cases(all: number, fewer: number = Math.ceil(all / 10)): number {
  const wanted = process.env.QSMTP_CASES ?? "fewer";
  if (wanted !== "all" && wanted !== "fewer")
    throw new Error(`QSMTP_CASES is "${wanted}": set it to all, or leave it out`);
  return wanted === "all" ? all : fewer;
}
