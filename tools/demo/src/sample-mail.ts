import type { MailMessage } from "@qsmtp/client";
import { encodePng } from "./png.ts";

/** A mail whose every part is known, to be compared with what arrives. */
export interface SampleMail extends MailMessage {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** Its lines end with LF. */
  readonly text: string;
  readonly attachments: readonly { readonly filename: string; readonly content: Uint8Array }[];
}

/** Size of the blocks that a module acknowledges during an upload. */
const blockBytes = 1024;
const csvBlocks = 40;
const escapeSequence = "+++";

/**
 * A mail that is hard to carry: non-ASCII subject and text, all three kinds of recipients, a picture
 * whose bytes are as good as random, and a table of a whole number of blocks and three bytes more,
 * which are `+++`. A writer that sends block by block leaves them alone between two pauses, where a
 * module takes them for the end of data mode. Together the files have more than 100 kB.
 */
export function createSampleMail(): SampleMail {
  return {
    from: { name: "Pump 7", address: "pump7@plant.test" },
    to: ["ops@plant.test", "boss@plant.test"],
    cc: ["archive@plant.test"],
    bcc: ["audit@plant.test"],
    subject: "Füllstand Pumpe 7 – 水位 ↑",
    text: "Guten Tag,\n\nder Füllstand beträgt 4,2 m – „über dem Soll“.\n水位正常 ✓\n+++\n.\nAT+QSMTPCLR\n",
    attachments: [
      { filename: "level.png", content: createPicture() },
      { filename: "level.csv", content: createTable() },
    ],
  };
}

function createPicture(): Uint8Array {
  let noise = 1;
  return encodePng(160, 150, (x, y) => {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) >>> 0;
    return [(noise >>> 16) & 0xff, ((noise >>> 8) ^ x) & 0xff, ((noise >>> 12) ^ y) & 0xff];
  });
}

function createTable(): Uint8Array {
  const size = csvBlocks * blockBytes;
  let table = "time;level\n";
  for (let minute = 0; table.length < size; minute++) {
    const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    const level = (420 + ((minute * 37) % 90)) / 100;
    table += minute % 50 === 49 ? `${escapeSequence}\n` : `${time};${level.toFixed(2)}\n`;
  }
  // The last line is cut so that the escape sequence begins with a line and ends the file.
  return new TextEncoder().encode(`${table.slice(0, size - 1)}\n${escapeSequence}`);
}
