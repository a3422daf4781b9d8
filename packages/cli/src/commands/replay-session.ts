import { once } from "node:events";
import { readFileSync } from "node:fs";
import { QsmtpError } from "@qsmtp/client";
import type {
  DriveReport,
  HiddenValues,
  ReplayedModule,
  Transcript,
} from "@qsmtp/testing/transcript";
import type { CliContext } from "../cli-context.ts";
import { type InterruptWatch, watchInterrupts } from "../interruption.ts";
import { listenAt } from "../listening-place.ts";
import { moduleRoute } from "../module-route.ts";
import { UsageError } from "../usage-error.ts";
import type { ReplayArguments } from "./replay.ts";

const clearLine = "\r\u001b[K";
/** A simulated module wants to know a mail server. */
const noServer = { host: "127.0.0.1", port: undefined };

/** How a session went when it was played again. */
export interface ReplayOutcome {
  readonly isSame: boolean;
  /** For people: where it went another way; empty if it did not. */
  readonly text: string;
}

/**
 * Plays a transcript to a module or to a program.
 * @throws UsageError; TranscriptError `NOT_A_TRANSCRIPT` and `HIDDEN_BYTES`; errors of the transport
 */
export async function replaySession(
  path: string,
  args: ReplayArguments,
  context: CliContext,
): Promise<ReplayOutcome> {
  if ((args.port === undefined) === (args.listen === undefined)) {
    throw new UsageError("give either --port, for a module, or --listen, for a program");
  }
  const { parseTranscript } = await import("@qsmtp/testing/transcript");
  const transcript = parseTranscript(readText(path));
  const hidden = hiddenValues(args, context);
  const interrupts = watchInterrupts(context, () => {});
  try {
    return args.listen === undefined
      ? outcomeOf(await driven(transcript, hidden, args, context, interrupts))
      : await served(transcript, hidden, args, context, interrupts);
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    const message = "the session was not played to its end: interrupted";
    throw new QsmtpError("ABORTED", message, { fault: "caller", cause: error });
  } finally {
    interrupts.dispose();
  }
}

function outcomeOf({ diff }: DriveReport): ReplayOutcome {
  return { isSame: diff.isSame, text: diff.text };
}

async function driven(
  transcript: Transcript,
  hidden: HiddenValues,
  args: ReplayArguments,
  { stderr }: CliContext,
  { signal }: InterruptWatch,
): Promise<DriveReport> {
  const { port, compare, pace, patience } = args;
  if (port === undefined) throw new UsageError("--port is missing");
  const { driveModule } = await import("@qsmtp/testing/transcript");
  const route = await moduleRoute({ ...args, port, server: noServer }, (text) =>
    stderr.write(`qsmtp: ${text}\n`),
  );
  const showsProgress = stderr.isTTY === true;
  try {
    const report = await driveModule(transcript, route.transport, {
      hidden,
      compare,
      pace,
      patienceMs: patience === undefined ? undefined : patience * 1000,
      signal,
      onProgress: (done, total) => {
        if (showsProgress) stderr.write(`${clearLine}${done} of ${total} records`);
      },
    });
    if (signal.aborted) throw signal.reason;
    return report;
  } finally {
    if (showsProgress) stderr.write(clearLine);
    route.dispose();
  }
}

async function served(
  transcript: Transcript,
  hidden: HiddenValues,
  args: ReplayArguments,
  { stdout, stderr }: CliContext,
  { signal }: InterruptWatch,
): Promise<ReplayOutcome> {
  const { listen, allowRemote, looseReads, pace } = args;
  if (listen === undefined) throw new UsageError("--listen is missing");
  const { clientQuestions, replayModule } = await import("@qsmtp/testing/transcript");
  const loose = looseReads ? clientQuestions : [];
  const replayed = replayModule(transcript, { hidden, pace, loose });
  let leave: () => void = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const place = await listenAt(listen, {
    allowRemote,
    onHost: (farEnd) => {
      const detach = replayed.attach(farEnd);
      return (reason) => {
        detach();
        // A web page that happened to knock is not the program that is waited for.
        if (reason !== "not-at-commands") leave();
      };
    },
    tell: (text) => stderr.write(`qsmtp: ${text}\n`),
  });
  stdout.write(`${JSON.stringify(place.where)}\n`);
  const interrupted = signal.aborted ? Promise.resolve() : once(signal, "abort");
  // Programs open a serial port again and again, so its session ends with its last record.
  const ended = listen.kind === "pty" ? replayed.finished : left;
  try {
    await Promise.race([ended, interrupted, differing(replayed), place.ended]);
  } finally {
    await place.close();
    replayed.dispose();
  }
  if (signal.aborted && replayed.remaining > 0) throw signal.reason;
  return verified(replayed);
}

async function differing(replayed: ReplayedModule): Promise<void> {
  await replayed.finished;
  if (replayed.remaining === 0) await new Promise(() => {});
}

function verified(replayed: ReplayedModule): ReplayOutcome {
  try {
    replayed.verify();
    return { isSame: true, text: "" };
  } catch (error) {
    // By its name and code, because `instanceof` does not know another copy of the package.
    const isDifference =
      error instanceof Error && "code" in error && error.code === "REPLAY_DIFFERS";
    if (!isDifference) throw error;
    return { isSame: false, text: `${error.message}\n` };
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be read: ${reason}`);
  }
}

function hiddenValues(args: ReplayArguments, { env }: CliContext): HiddenValues {
  const values: Record<string, string | Uint8Array> = {};
  for (const { number, source } of args.secret ?? []) {
    const value = env[source];
    if (value === undefined) {
      throw new UsageError(`--secret ${number}=${source}: the environment has no ${source}`);
    }
    values[`secret ${number}`] = value;
  }
  for (const { number, source } of args.data ?? []) {
    try {
      values[`data ${number}`] = new Uint8Array(readFileSync(source));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`--data ${number}=${source} cannot be read: ${reason}`);
    }
  }
  return values;
}
