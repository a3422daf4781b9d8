import { once } from "node:events";
import type { Scenario } from "@qsmtp/testing/scenario";
import type { ServedCarrier, ServedModules } from "@qsmtp/testing/serve";
import { TransportError } from "@qsmtp/transport";
import { type Endpoint, formatEndpoint } from "../arguments/endpoint.ts";
import type { CliContext } from "../cli-context.ts";
import { readControlLines } from "../control-lines.ts";
import { EventPrinter } from "../event-printer.ts";
import { watchInterrupts } from "../interruption.ts";
import { isLoopback } from "../loopback.ts";
import { readScenarioFile } from "../scenario-file.ts";
import { readTokenFile } from "../token-file.ts";
import { UsageError } from "../usage-error.ts";
import type { SimulateArguments } from "./simulate.ts";

/**
 * Serves simulated modules until an interrupt, or the end of the standard input if that has control.
 * @throws UsageError for addresses beyond this computer that were not allowed, or one that cannot be
 * listened on, and for a token or a scenario that cannot be used
 * @throws TransportError `CONNECTION_LOST` when the pseudo-terminal is gone
 */
export async function serveModule(args: SimulateArguments, context: CliContext): Promise<void> {
  const { control = [], tokenFile } = args;
  const ports = control.filter((where) => where !== "stdin");
  if (ports.length > 1) throw new UsageError("--control: one port of control is enough");
  refuseRemote(args, ports);
  if (tokenFile !== undefined && ports.length === 0) {
    throw new UsageError("--token-file is for the port that --control opens; give both or none");
  }
  const token = tokenFile === undefined ? undefined : await readTokenFile(tokenFile);
  const scenario = args.scenario === undefined ? undefined : await readScenarioFile(args.scenario);
  if (args.relay !== undefined && scenario?.server !== undefined) {
    throw new UsageError(
      `--relay: its server answers the mails, and "server" of ${args.scenario} says how; leave one of them out`,
    );
  }
  const interrupts = watchInterrupts(context, () => {});
  try {
    await serve(args, { ports, token, scenario, context, signal: interrupts.signal });
  } finally {
    interrupts.dispose();
  }
}

interface Run {
  readonly ports: readonly Endpoint[];
  readonly token: string | undefined;
  readonly scenario: Scenario | undefined;
  readonly context: CliContext;
  readonly signal: AbortSignal;
}

async function serve(args: SimulateArguments, run: Run): Promise<void> {
  const { ports, token, scenario, context, signal } = run;
  const { control = [], baud, json = false } = args;
  const [place] = ports;
  const printer = new EventPrinter(context.stdout, json);
  const { SimulationOptionError } = await import("@qsmtp/testing");
  const { serveModules, ServeError } = await import("@qsmtp/testing/serve");
  const served: ServedModules = await serveModules({
    tcp: args.tcp,
    rfc2217: args.rfc2217,
    pty: args.pty,
    shared: args.shared,
    module: { model: args.model, baudRate: baud, seed: args.seed, scenario },
    createCarrier: await carrierMaker(args),
    control: place && { host: place.host, port: place.port, token },
    allowRemote: args.allowRemote,
    maxConnections: args.maxConnections,
    showSecrets: args.showSecrets,
    onEvent: (event) => printer.event(event),
  }).catch((error: unknown) => {
    if (error instanceof SimulationOptionError)
      throw new UsageError(error.message, { cause: error });
    if (!(error instanceof ServeError)) throw error;
    const option = error.code === "NO_PTY" || error.code === "PATH_TAKEN" ? "--pty: " : "";
    throw new UsageError(`${option}${error.message}`, { cause: error });
  });
  try {
    warn(args, served, context);
    printer.first({
      host: served.host,
      port: served.port,
      ...(served.pty === undefined ? {} : { pty: served.pty }),
      ...(served.control === undefined
        ? {}
        : { control: token === undefined ? served.control : { url: served.control.url } }),
    });
    const lost = new AbortController();
    void served.gone.then(() => lost.abort());
    const end = AbortSignal.any([signal, lost.signal]);
    if (control.includes("stdin")) {
      await readControlLines(context.stdin, end, async (line) => {
        printer.json(await served.runLine(line));
      });
    } else if (!end.aborted) {
      await once(end, "abort");
    }
    if (lost.signal.aborted && !signal.aborted) {
      throw new TransportError("CONNECTION_LOST", "the pseudo-terminal of --pty is gone");
    }
  } finally {
    await served.close();
  }
}

function refuseRemote(
  { tcp, relay, allowRemote }: SimulateArguments,
  [control]: readonly Endpoint[],
): void {
  if (allowRemote) return;
  const refuse = (option: string, what: string): never => {
    throw new UsageError(`${option} would let ${what}; --allow-remote allows that`);
  };
  if (tcp !== undefined && !isLoopback(tcp.host)) {
    refuse(`--tcp ${formatEndpoint(tcp)}`, "other computers use the module");
  }
  if (control !== undefined && !isLoopback(control.host)) {
    refuse(`--control ${formatEndpoint(control)}`, "other computers drive the module");
  }
  if (relay !== undefined && !isLoopback(relay.host)) {
    refuse(`--relay smtp://${formatEndpoint(relay)}`, "mails leave this computer");
  }
}

/** Says what other computers can do now. */
function warn(args: SimulateArguments, served: ServedModules, { stderr }: CliContext): void {
  const { relay } = args;
  const told: string[] = [];
  if (!isLoopback(served.host)) {
    const mails = relay === undefined ? "" : ", and send mails by its relay";
    const place = formatEndpoint({ host: served.host, port: served.port });
    told.push(`every computer that reaches ${place} can use a module without any password${mails}`);
  }
  const { control } = served;
  if (control !== undefined && !isLoopback(hostOf(control.url))) {
    told.push(
      `${control.url} is open to all who know its token, which goes over the network in clear`,
    );
  }
  if (relay !== undefined && !isLoopback(relay.host)) {
    told.push(`mails go to ${formatEndpoint(relay)}, another computer, for real`);
  }
  for (const text of told) stderr.write(`qsmtp: warning: ${text}\n`);
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}

/** Makes what takes the mails as `--relay` says; nothing without. */
async function carrierMaker({
  relay,
  allowRemote,
}: SimulateArguments): Promise<(() => ServedCarrier) | undefined> {
  if (relay === undefined) return undefined;
  const { createSmtpRelay } = await import("@qsmtp/testing/relay");
  return () => {
    let reason: string | undefined;
    const carrier = createSmtpRelay({
      ...relay,
      allowNonLoopback: allowRemote,
      onEvent: (event) => {
        if (event.type === "failed") reason = event.reason;
      },
    });
    return {
      get reason() {
        return reason;
      },
      deliver: (mail, signal) => {
        reason = undefined;
        return carrier.deliver(mail, signal);
      },
    };
  };
}
