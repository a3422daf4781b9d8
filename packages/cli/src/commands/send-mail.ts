import {
  type MailReceipt,
  type ModuleOptions,
  openModule,
  type SmtpOptions,
  type TlsOptions,
} from "@qsmtp/client";
import type { CliContext } from "../cli-context.ts";
import { watchInterrupts } from "../interruption.ts";
import { moduleRoute } from "../module-route.ts";
import { ProgressLine } from "../progress-line.ts";
import { readGiven } from "../read-given.ts";
import { readMessage } from "../read-message.ts";
import { withTrace } from "../trace-output.ts";
import { UsageError } from "../usage-error.ts";
import type { SendArguments } from "./send.ts";

const longestOpenMs = 30_000;

/**
 * Sends the mail that the arguments describe.
 * @throws UsageError, and the errors of client and transport; after an interrupt `ABORTED`
 */
export function sendMail(args: SendArguments, context: CliContext): Promise<MailReceipt> {
  return withTrace(args, context.stderr, (onTrace) => sendTraced(args, context, onTrace));
}

async function sendTraced(
  args: SendArguments,
  context: CliContext,
  onTrace: ModuleOptions["onTrace"],
): Promise<MailReceipt> {
  const startedMs = performance.now();
  const { stderr } = context;
  const warn = (text: string): unknown => stderr.write(`qsmtp: ${text}\n`);
  const smtp = await smtpOptions(args, context.env);
  const message = await readMessage(args, context.stdin);
  const route = await moduleRoute(args, warn);
  if (args.insecureTls) warn("--insecure-tls: an impostor of the server would not be noticed");
  const interrupts = watchInterrupts(context, (signal) =>
    warn(`${signal}: giving the mail up and cleaning up; once more to leave at once`),
  );
  const progress = stderr.isTTY === true && !args.trace ? new ProgressLine(stderr) : undefined;
  const timeoutMs = args.timeout * 1000;
  const leftMs = (): number => Math.max(1, timeoutMs - (performance.now() - startedMs));
  try {
    const module = await openModule(route.transport, {
      signal: interrupts.signal,
      openTimeoutMs: Math.min(longestOpenMs, leftMs()),
      pdp: { contextId: args.pdpContext, apn: args.apn },
      acknowledgedUploads: args.ackUploads,
      replaceExistingFiles: args.replaceFiles,
      urcPort: args.urcPort,
      onTrace,
    });
    try {
      return await module.mail.send(message, {
        smtp,
        signal: interrupts.signal,
        timeoutMs: leftMs(),
        retry: args.retry,
        resendUnknown: args.resendUnknown,
        onProgress: (state) => progress?.show(state),
      });
    } finally {
      await module.close();
    }
  } finally {
    progress?.clear();
    route.dispose();
    interrupts.dispose();
  }
}

async function smtpOptions(args: SendArguments, env: CliContext["env"]): Promise<SmtpOptions> {
  const { server, tls, user } = args;
  const pass = env.QSMTP_PASSWORD;
  if (user !== undefined && !pass) {
    throw new UsageError(
      "--user needs the password in the environment variable QSMTP_PASSWORD, which is not set",
    );
  }
  return {
    host: server.host,
    port: server.port,
    security: tls,
    auth: user === undefined || !pass ? undefined : { user, pass },
    tls: tls === "none" ? refuseTlsOptions(args) : await tlsOptions(args),
  };
}

/** What was asked for in vain would leave the user in the belief that it holds. */
function refuseTlsOptions({ ca, insecureTls, ignoreCertDates }: SendArguments): undefined {
  const given =
    (ca !== undefined && "--ca") ||
    (insecureTls && "--insecure-tls") ||
    (ignoreCertDates && "--ignore-cert-dates");
  if (given) throw new UsageError(`${given} says nothing with --tls none; leave one of them out`);
  return undefined;
}

async function tlsOptions({ tls, ca, ...args }: SendArguments): Promise<TlsOptions> {
  if (ca === undefined && !args.insecureTls) {
    throw new UsageError(
      `--tls ${tls} needs --ca FILE, the CA certificate that verifies the server; without one, --insecure-tls accepts any server`,
    );
  }
  if (ca !== undefined && args.insecureTls) {
    throw new UsageError("--insecure-tls would leave --ca unused; leave one of them out");
  }
  return {
    ca: ca === undefined ? undefined : new TextDecoder().decode(await readGiven("--ca", ca)),
    dangerouslyAcceptAnyServer: args.insecureTls,
    ignoreCertificateDates: args.ignoreCertDates,
  };
}
