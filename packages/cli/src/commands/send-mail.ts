import {
  AbortedError,
  type MailMessage,
  type MailReceipt,
  type ModuleOptions,
  openModule,
  QsmtpError,
  type SmtpOptions,
  type TlsOptions,
} from "@qsmtp/client";
import type { CliContext } from "../cli-context.ts";
import type { CommandWarning } from "../command-warning.ts";
import { watchInterrupts } from "../interruption.ts";
import { type ModuleRoute, moduleRoute } from "../module-route.ts";
import { ProgressLine } from "../progress-line.ts";
import { readFileAtMost } from "../read-file-at-most.ts";
import { readMessage } from "../read-message.ts";
import { StandardInput } from "../standard-input.ts";
import { withTrace } from "../trace-output.ts";
import { UsageError } from "../usage-error.ts";
import type { SendArguments } from "./send.ts";

const longestOpenMs = 30_000;
/** Bundles of all authorities that there are have a quarter of it. */
const mostCaBytes = 1024 * 1024;

/** A mail that was sent: what the client says of it, and what the command line has to add. */
export interface SentMail {
  readonly receipt: MailReceipt;
  readonly warnings: readonly CommandWarning[];
}

/**
 * Sends the mail that the arguments describe.
 * @throws UsageError, and the errors of client and transport; after an interrupt `ABORTED`
 */
export function sendMail(args: SendArguments, context: CliContext): Promise<SentMail> {
  return withTrace(args, context.stderr, (onTrace) => sendTraced(args, context, onTrace));
}

async function sendTraced(
  args: SendArguments,
  context: CliContext,
  onTrace: ModuleOptions["onTrace"],
): Promise<SentMail> {
  const startedMs = performance.now();
  const timeoutMs = args.timeout * 1000;
  const leftMs = (): number => Math.max(1, timeoutMs - (performance.now() - startedMs));
  const warn = (text: string): unknown => context.stderr.write(`qsmtp: ${text}\n`);
  const route = await moduleRoute(args, warn);
  const interrupts = watchInterrupts(context, (signal) =>
    warn(`${signal}: giving the mail up and cleaning up; once more to leave at once`),
  );
  try {
    const read = await withinTime(timeoutMs, interrupts.signal, async (signal) => {
      const smtp = await smtpOptions(args, context.env, signal);
      const input = new StandardInput(context.stdin, signal);
      return { smtp, ...(await readMessage(args, input, warn)) };
    });
    if (args.insecureTls) warn("--insecure-tls: an impostor of the server would not be noticed");
    const run = { context, onTrace, smtp: read.smtp, signal: interrupts.signal, leftMs };
    const receipt = await sendThrough(route, read.message, args, run);
    return { receipt, warnings: read.warnings };
  } finally {
    route.dispose();
    interrupts.dispose();
  }
}

interface Run {
  readonly context: CliContext;
  readonly onTrace: ModuleOptions["onTrace"];
  readonly smtp: SmtpOptions;
  readonly signal: AbortSignal;
  readonly leftMs: () => number;
}

async function sendThrough(
  { transport }: ModuleRoute,
  message: MailMessage,
  args: SendArguments,
  { context: { stderr }, onTrace, smtp, signal, leftMs }: Run,
): Promise<MailReceipt> {
  const progress = stderr.isTTY === true && !args.trace ? new ProgressLine(stderr) : undefined;
  try {
    const module = await openModule(transport, {
      signal,
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
        signal,
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
  }
}

/** Runs something that ends with the error that its signal has as reason. */
async function withinTime<T>(
  timeoutMs: number,
  interrupted: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onInterrupt = (): void => controller.abort(new AbortedError(interrupted.reason));
  const timer = setTimeout(() => controller.abort(tooSlow(timeoutMs)), timeoutMs);
  if (interrupted.aborted) onInterrupt();
  interrupted.addEventListener("abort", onInterrupt, { once: true });
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
    interrupted.removeEventListener("abort", onInterrupt);
  }
}

function tooSlow(timeoutMs: number): QsmtpError {
  const message = `the mail was not sent: what is to be read did not end within ${timeoutMs / 1000} s, the time of --timeout`;
  return new QsmtpError("TIMEOUT", message, { fault: "caller" });
}

async function smtpOptions(
  args: SendArguments,
  env: CliContext["env"],
  signal: AbortSignal,
): Promise<SmtpOptions> {
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
    tls: tls === "none" ? refuseTlsOptions(args) : await tlsOptions(args, signal),
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

async function tlsOptions(
  { tls, ca, ...args }: SendArguments,
  signal: AbortSignal,
): Promise<TlsOptions> {
  if (ca === undefined && !args.insecureTls) {
    throw new UsageError(
      `--tls ${tls} needs --ca FILE, the CA certificate that verifies the server; without one, --insecure-tls accepts any server`,
    );
  }
  if (ca !== undefined && args.insecureTls) {
    throw new UsageError("--insecure-tls would leave --ca unused; leave one of them out");
  }
  const pem =
    ca === undefined
      ? undefined
      : await readFileAtMost({ option: "--ca", source: ca, mostBytes: mostCaBytes, signal });
  return {
    ca: pem === undefined ? undefined : new TextDecoder().decode(pem),
    dangerouslyAcceptAnyServer: args.insecureTls,
    ignoreCertificateDates: args.ignoreCertDates,
  };
}
