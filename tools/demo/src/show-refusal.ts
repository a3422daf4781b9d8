import { openModule, SendError } from "@qsmtp/client";
import type { Stage } from "./stage.ts";

/** Sends the mail with a wrong password, and looks at the error and at what stays on the module. */
export async function showRefusal(stage: Stage, wrongPassword: string): Promise<boolean> {
  const { narrator, account, server, line, mail } = stage;
  narrator.chapter("The same with a wrong password");
  const before = server.received.length;
  const module = await openModule(line.transport, {
    smtp: {
      host: server.host,
      port: server.port,
      security: "starttls",
      auth: { user: account.user, pass: wrongPassword },
      tls: { ca: server.ca },
    },
  });
  const error: unknown = await module.mail
    .send(mail)
    .catch((caught: unknown) => caught)
    .finally(() => module.close());
  if (!(error instanceof SendError)) {
    narrator.say("  It did not end in a SendError:", String(error));
    return false;
  }
  const { code, message, outcome, stage: at, serverError, moduleError, hint } = error;
  const left = line.module.files.list().map(({ name }) => name);
  narrator.table([
    [error.name, code],
    ["message", message],
    ["outcome", outcome],
    ["stage", at],
    ["server", `${serverError?.code}, ${serverError?.meaning}`],
    ["module", `${moduleError?.code}, ${moduleError?.meaning}`],
    ["what to do", hint ?? ""],
    ["files left", left.join(", ") || "none"],
  ]);
  return (
    code === "SEND_FAILED" &&
    outcome === "not-sent" &&
    serverError?.code === 535 &&
    message.includes("535") &&
    hint !== undefined &&
    error.leftBehind.length === 0 &&
    left.length === 0 &&
    server.received.length === before
  );
}
