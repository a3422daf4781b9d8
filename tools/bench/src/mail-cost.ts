import { type MailMessage, openModule, type QsmtpModule, type SmtpOptions } from "@qsmtp/client";
import { createSimulatedLine } from "@qsmtp/testing";
import type { Transport } from "@qsmtp/transport";
import { formatTable } from "./result.ts";

/** What went over the wire within one step. */
interface Cost {
  /** Command lines, escapes not counted. */
  commands: number;
  /** Bytes from the host, payloads included. */
  out: number;
  /** Bytes from the module. */
  in: number;
}

const plain: SmtpOptions = {
  host: "mail.example.org",
  security: "none",
  auth: { user: "pump7", pass: "Grundwasser-4711" },
};

/** As long as a certificate of a CA is, and none. */
const ca = [
  "-----BEGIN CERTIFICATE-----",
  ...Array.from({ length: 18 }, () => "A".repeat(64)),
  "-----END CERTIFICATE-----",
  "",
].join("\n");

const message: MailMessage = {
  from: "Pump 7 <pump7@example.org>",
  to: "ops@example.org",
  subject: "Level",
  text: "The level is 4.2 m.",
};
const attachment = { filename: "level.csv", content: "12;4.2\r\n".repeat(128) };

const scenarios: readonly {
  readonly name: string;
  readonly smtp: SmtpOptions;
  readonly message: MailMessage;
}[] = [
  { name: "plain", smtp: plain, message },
  { name: "plain, 1 kB attached", smtp: plain, message: { ...message, attachments: [attachment] } },
  { name: "STARTTLS with CA", smtp: { ...plain, security: "starttls", tls: { ca } }, message },
];

/** Counts what opening, mails and closing put on the wire to a simulated module. */
export async function mailCostTable(): Promise<string> {
  const rows: string[][] = [];
  for (const { name, smtp, message } of scenarios) {
    for (const [step, cost] of await costsOf(smtp, message)) {
      const { commands, out, in: into } = cost;
      rows.push([name, step, String(commands), String(out), String(into)]);
    }
  }
  return formatTable(["mail", "step", "commands", "bytes out", "bytes in"], rows);
}

async function costsOf(
  smtp: SmtpOptions,
  message: MailMessage,
): Promise<(readonly [string, Cost])[]> {
  const line = createSimulatedLine();
  let cost: Cost = { commands: 0, out: 0, in: 0 };
  const take = (): Cost => {
    const taken = cost;
    cost = { commands: 0, out: 0, in: 0 };
    return taken;
  };
  const transport = counted(line.transport, {
    out: (bytes) => {
      cost.out += bytes;
    },
    in: (bytes) => {
      cost.in += bytes;
    },
  });
  let module: QsmtpModule | undefined;
  try {
    module = await openModule(transport, {
      clock: line.clock,
      smtp,
      onTrace: ({ direction, text }) => {
        if (direction === "sent" && /^AT/i.test(text)) cost.commands++;
      },
    });
    const opening = take();
    await module.mail.send(message);
    const first = take();
    await module.mail.send(message);
    const second = take();
    await module.close();
    return [
      ["opening", opening],
      ["first mail", first],
      ["second mail", second],
      ["closing", take()],
    ];
  } finally {
    await module?.close();
    line.module.dispose();
  }
}

/** The same transport, which tells how many bytes go each way. */
function counted(
  { open }: Transport,
  count: { readonly out: (bytes: number) => void; readonly in: (bytes: number) => void },
): Transport {
  return {
    open: async (options) => {
      const connection = await open(options);
      return {
        capabilities: connection.capabilities,
        closed: connection.closed,
        write: (bytes) => {
          count.out(bytes.length);
          return connection.write(bytes);
        },
        onData: (listener) =>
          connection.onData((chunk) => {
            count.in(chunk.length);
            listener(chunk);
          }),
        setDtr: (asserted) => connection.setDtr(asserted),
        close: () => connection.close(),
        [Symbol.asyncDispose]: () => connection.close(),
      };
    },
  };
}
