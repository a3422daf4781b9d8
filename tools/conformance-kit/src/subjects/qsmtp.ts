import { isQsmtpError, openModule } from "@qsmtp/client";
import { isEncodeError } from "@qsmtp/protocol";
import { kitTransport } from "../kit-transport.ts";
import type { Answer, Subject } from "./subject.ts";

export const qsmtp: Subject = {
  name: "@qsmtp/client",
  version: undefined,
  asked:
    "`openModule`, then `execute` with the typed command; the decoded reply is written as lines by the kit",
  open: async (farEnd, time) => {
    const module = await openModule(kitTransport(farEnd), { clock: time });
    return {
      execute: async (question, timeoutMs) => {
        try {
          return { kind: "reply", lines: await question.ask(module, timeoutMs) };
        } catch (error) {
          return answerOf(error);
        }
      },
      close: () => module.close(),
    };
  },
};

function answerOf(error: unknown): Answer {
  if (!isQsmtpError(error)) {
    if (isEncodeError(error)) return { kind: "refused" };
    throw error;
  }
  switch (error.code) {
    case "TIMEOUT":
      return { kind: "timeout" };
    case "CONNECTION_LOST":
      return { kind: "lost" };
    default:
      return { kind: "failed", says: error.message };
  }
}
