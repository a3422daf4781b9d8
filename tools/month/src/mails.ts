import { pem, type TestMail, type TestServer } from "@qsmtp/fake-module";
import { SeededRandom } from "./seeded-random.ts";

/** One mail of the month. */
export interface MonthMail {
  readonly message: TestMail;
  /** `undefined`: that of the module's options. */
  readonly server: TestServer | undefined;
}

/** The server with which the module is opened. */
export const usualServer: TestServer = {
  host: "mail.example.org",
  port: 587,
  security: "starttls",
  auth: { user: "logger", pass: "s3cret-Pa55" },
  tls: { ca: pem("Q", 1226) },
};

const otherServers: readonly [TestServer, ...TestServer[]] = [
  { host: "relay.example.net", port: 25, security: "none" },
  {
    host: "192.0.2.77",
    port: 465,
    security: "implicit",
    auth: { user: "alarm@example.net", pass: "An0ther-Secret" },
    tls: { ca: pem("R", 900) },
  },
];

/** What must stand in no error and no trace: passwords, and what every text begins with. */
export const secrets: readonly string[] = [
  ...[usualServer, ...otherServers].flatMap(({ auth }) => (auth === undefined ? [] : [auth.pass])),
  "Report-of-",
];

/** When the mails are asked for: one here, several together there. */
export function arrivalsOf(seed: number, mails: number, durationMs: number): number[] {
  const random = new SeededRandom(seed, "arrivals");
  const times: number[] = [];
  while (times.length < mails) {
    const atMs = random.next() * durationMs;
    const together = random.chance(0.06) ? random.int(2, 4) : 1;
    for (let one = 0; one < together && times.length < mails; one++) {
      times.push(atMs + one * random.int(0, 900));
    }
  }
  return times.sort((one, other) => one - other);
}

/** The mail of a number: always the same for a seed. */
export function mailOf(seed: number, number: number): MonthMail {
  const random = new SeededRandom(seed, "mail", number);
  const accent = random.chance(0.3) ? " Kühlraum, 9,5 °C" : " Store";
  return {
    message: {
      from: random.pick(["Cold store 3 <logger@example.org>", "Gate <gate@example.org>"]),
      to: random.pick(["ops@example.org", ["ops@example.org", "duty@example.org"]]),
      ...(random.chance(0.2) ? { cc: "night@example.org" } : {}),
      ...(random.chance(0.1) ? { bcc: "archive@example.org" } : {}),
      subject: `#${number}${accent}`,
      ...textOf(random, number),
      ...attachmentsOf(random),
    },
    server: random.chance(0.12) ? random.pick(otherServers) : undefined,
  };
}

/** The number that a subject tells; `undefined` for none. */
export function numberIn(subject: string): number | undefined {
  const digits = /^#(\d+)(?: |$)/.exec(subject)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Lines that would mean something if they were not a text. */
const awkwardLines: readonly [string, ...string[]] = [
  "OK",
  "ERROR",
  "+QSMTPPUT: 0,0",
  "AT+QSMTPCLR",
  "+CME ERROR: 652",
  "RDY",
  "CONNECT",
  "+++",
  ".",
  "",
];

function textOf(random: SeededRandom, number: number): { readonly text?: string } {
  if (random.chance(0.02)) return {};
  const lines = [`Report-of-${number}`];
  const size = random.spread(20, random.chance(0.03) ? 9000 : 600);
  let length = 0;
  while (length < size) {
    const line = random.weighted<string>([
      [6, `Sensor ${random.int(1, 64)}: ${random.int(-400, 400) / 10} degrees`],
      [2, `Tür ${random.int(1, 9)} offen · ${random.int(1, 59)} min`],
      [1, random.pick(awkwardLines)],
    ]);
    lines.push(line);
    length += line.length + 2;
  }
  return { text: lines.join("\n") + (random.chance(0.2) ? "\n" : "") };
}

function attachmentsOf(random: SeededRandom): Pick<TestMail, "attachments"> {
  if (random.chance(0.75)) return {};
  const count = random.chance(0.8) ? 1 : random.int(2, 4);
  return {
    attachments: Array.from({ length: count }, (_, at) => ({
      // The same names come again and again, so that what was left in one mail meets the next.
      filename: `${random.pick(["photo", "levels", "log"])}${at}.bin`,
      content: bytesOf(random),
    })),
  };
}

function bytesOf(random: SeededRandom): Uint8Array {
  const length = Math.floor(random.spread(1, 4000));
  return Uint8Array.from({ length }, () => random.int(0, 255));
}
