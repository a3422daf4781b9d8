import { openModule, type TraceEvent } from "@qsmtp/client";
import { type Comparison, compareMail } from "./compare-mail.ts";
import { formatConversation } from "./conversation.ts";
import type { ReceivedMail } from "./mail-server.ts";
import { quarterSteps } from "./quarter-steps.ts";
import type { Stage } from "./stage.ts";

/** Sends the mail and compares what the server received with it. */
export async function showDelivery(stage: Stage): Promise<boolean> {
  const { narrator, account, server, line, mail } = stage;
  narrator.chapter("Progress");
  const trace: TraceEvent[] = [];
  const module = await openModule(line.transport, { onTrace: (event) => trace.push(event) });
  const smtp = {
    host: server.host,
    port: server.port,
    security: "starttls",
    auth: account,
    tls: { ca: server.ca },
  } as const;
  const onProgress = quarterSteps((text) => narrator.say(`  ${text}`));
  const receipt = await module.mail.send(mail, { smtp, onProgress }).finally(() => module.close());
  narrator.chapter("Conversation with the module");
  narrator.say(...formatConversation(trace).map((text) => `  ${text}`));
  narrator.chapter("Receipt");
  narrator.say(JSON.stringify(receipt, undefined, 2));
  return tellComparison(stage);
}

async function tellComparison(stage: Stage): Promise<boolean> {
  const { narrator, account, server, line, mail } = stage;
  narrator.chapter("Sent and received");
  const [received] = server.received;
  if (received === undefined || server.received.length > 1) {
    narrator.say(`  The server received ${server.received.length} mails instead of one.`);
    return false;
  }
  const left = line.module.files.list().map(({ name }) => name);
  const rows: Comparison[] = [
    ...(await compareMail(mail, received)),
    row("login", account.user, received.user ?? "none"),
    row("TLS", "server verified with RAM:qsmtp-ca.pem", describeTls(stage, received)),
    row("files left", "none", left.join(", ") || "none"),
  ];
  const width = Math.max(...rows.map(({ part }) => part.length));
  for (const { part, sent, arrived, isEqual } of rows) {
    const values = isEqual ? oneLine(sent) : `sent ${oneLine(sent)}, received ${oneLine(arrived)}`;
    narrator.say(`  ${isEqual ? "equal    " : "DIFFERENT"}  ${part.padEnd(width)}  ${values}`);
  }
  return rows.every(({ isEqual }) => isEqual);
}

/** Whether the mail came over TLS, and how the module was set to verify the server. */
function describeTls({ line }: Stage, { isSecured }: ReceivedMail): string {
  if (!isSecured) return "none";
  const { settings } = line.module;
  const isVerified = settings.ssl(1, "seclevel")?.level === 1;
  return isVerified ? `server verified with ${settings.ssl(1, "cacert")?.path}` : "not verified";
}

function row(part: string, sent: string, arrived: string): Comparison {
  return { part, sent, arrived, isEqual: sent === arrived };
}

function oneLine(text: string): string {
  return text.includes("\n") ? JSON.stringify(text) : text;
}
