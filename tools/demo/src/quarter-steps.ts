import type { MailProgress } from "@qsmtp/client";

/** Tells of each new stage, and of each quarter of the bytes. */
export function quarterSteps(say: (text: string) => void): (progress: MailProgress) => void {
  let last = "";
  return ({ stage, sentBytes, totalBytes, filename }) => {
    const quarter = totalBytes === 0 ? 0 : Math.floor((4 * sentBytes) / totalBytes);
    const step = `${stage} ${quarter}`;
    if (step === last) return;
    last = step;
    const file = filename === undefined ? "" : `  ${filename}`;
    say(`${stage.padEnd(11)} ${sentBytes} of ${totalBytes} bytes${file}`);
  };
}
