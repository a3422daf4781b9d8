import { type ModuleOptions, openModule, QsmtpError } from "@qsmtp/client";
import type { ProbeReport } from "@qsmtp/client/probe";
import type { CliContext } from "../cli-context.ts";
import { interruptionOf, watchInterrupts } from "../interruption.ts";
import { moduleRoute } from "../module-route.ts";
import { withTrace } from "../trace-output.ts";
import type { ProbeArguments } from "./probe.ts";

const clearLine = "\r\u001b[K";

/** A simulated module wants to know a mail server; a probe sends it no mail. */
const noServer = { host: "127.0.0.1", port: undefined };

/**
 * Asks the module that the arguments name.
 * @throws UsageError, and the errors of client and transport
 */
export function probeFirmware(args: ProbeArguments, context: CliContext): Promise<ProbeReport> {
  return withTrace(args, context.stderr, (onTrace) => probeTraced(args, context, onTrace));
}

async function probeTraced(
  args: ProbeArguments,
  context: CliContext,
  onTrace: ModuleOptions["onTrace"],
): Promise<ProbeReport> {
  // It brings the words and quirks of the whole schema, which no other command wants.
  const { probeModule } = await import("@qsmtp/client/probe");
  const { stderr } = context;
  const tell = (text: string): unknown => stderr.write(`qsmtp: ${text}\n`);
  const route = await moduleRoute({ ...args, server: noServer }, tell);
  const interrupts = watchInterrupts(context, (signal) =>
    tell(`${signal}: giving the probe up; once more to leave at once`),
  );
  const { signal } = interrupts;
  const showsProgress = stderr.isTTY === true && !args.trace;
  try {
    const module = await openModule(route.transport, {
      signal,
      onTrace,
    });
    try {
      return await probeModule(module, {
        signal,
        groups: args.group,
        onProgress: ({ command, done, total }) => {
          if (showsProgress) stderr.write(`${clearLine}${done} of ${total}  ${command}`);
        },
      });
    } finally {
      await module.close();
    }
  } catch (error) {
    const interruption = interruptionOf(error);
    if (interruption === undefined) throw error;
    const message = `the module was not probed: ${interruption.message}`;
    throw new QsmtpError("ABORTED", message, { fault: "caller", cause: error });
  } finally {
    if (showsProgress) stderr.write(clearLine);
    route.dispose();
    interrupts.dispose();
  }
}
