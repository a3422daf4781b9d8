import gsm from "serialport-gsm";
import { fakeBinding, fakePath } from "../fake-binding.ts";
import { versionOf } from "../installed-version.ts";
import type { Answer, Subject } from "./subject.ts";

export const serialportGsm: Subject = {
  name: "serialport-gsm",
  version: versionOf("serialport-gsm"),
  asked:
    "`open`, `initializeModem`, then `executeCommand` with its own parsing; a result with `status: 'ERROR'` counts as a failure told",
  open: async (farEnd) => {
    const modem = gsm.Modem();
    await modem.open(fakePath, { baudRate: 115_200, binding: fakeBinding(farEnd) });
    await modem.initializeModem();
    return {
      execute: async ({ text, prefix }, timeoutMs) => {
        try {
          const result = await modem.executeCommand(text, undefined, false, timeoutMs);
          return answerOf(result, prefix);
        } catch (error) {
          // Its only failure by rejection.
          if (error instanceof Error && error.message.startsWith("timeout")) {
            return { kind: "timeout" };
          }
          throw error;
        }
      },
      close: async () => {
        await modem.close();
      },
    };
  },
};

interface GsmResult {
  readonly status: string;
  readonly data: unknown;
}

function answerOf({ status, data }: GsmResult, prefix: string | undefined): Answer {
  if (status !== "success") return { kind: "failed", says: String(data) };
  const { result } = data as { readonly result: string };
  // It gives what stands behind the prefix, or "OK" where it met no such line.
  return { kind: "reply", lines: result === "OK" ? [] : [`${prefix ?? ""}:${result}`] };
}
