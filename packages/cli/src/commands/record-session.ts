import { once } from "node:events";
import type { Recorder } from "@qsmtp/testing/transcript";
import type { FarEnd } from "@qsmtp/transport";
import { type Connection, TransportError } from "@qsmtp/transport";
import type { CliContext } from "../cli-context.ts";
import { watchInterrupts } from "../interruption.ts";
import { listenAt } from "../listening-place.ts";
import { moduleRoute } from "../module-route.ts";
import { openPrivateFile } from "../private-file.ts";
import { UsageError } from "../usage-error.ts";
import type { RecordArguments } from "./record.ts";

const clearLine = "\r\u001b[K";
/** A simulated module wants to know a mail server. */
const noServer = { host: "127.0.0.1", port: undefined };
/** What a host may have said that the module has not taken yet. */
const maxWaitingBytes = 1_000_000;

/**
 * Records until an interrupt.
 * @throws UsageError, TranscriptError `RECORDING_LOCKED`, and TransportError when the module cannot be
 * reached or is lost
 */
export async function recordSession(args: RecordArguments, context: CliContext): Promise<void> {
  const { stderr } = context;
  const tell = (text: string): unknown => stderr.write(`qsmtp: ${text}\n`);
  let fail: (error: UsageError) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const output = await openOutput(args, context, fail);
  const route = await moduleRoute({ ...args, server: noServer }, tell);
  const interrupts = watchInterrupts(context, () => {});
  const { signal } = interrupts;
  try {
    const connection = await route.transport.open({ signal });
    const bridge = new Bridge(connection, output.recorder, tell);
    const place = await listenAt(args.listen, {
      allowRemote: args.allowRemote,
      onHost: (farEnd) => bridge.join(farEnd),
      tell,
    });
    const where = JSON.stringify(place.where);
    if (args.out === undefined) tell(`listening: ${where}`);
    else context.stdout.write(`${where}\n`);
    const interrupted = signal.aborted ? Promise.resolve() : once(signal, "abort");
    const lost = connection.closed.then((reason) => {
      if (reason.kind === "lost") throw reason.error;
      throw new TransportError("CONNECTION_LOST", "the module's side has closed the connection");
    });
    const gone = place.ended.then(() => {
      throw new TransportError("CONNECTION_LOST", "the pseudo-terminal of --listen is gone");
    });
    try {
      await Promise.race([interrupted, lost, gone, failed]);
    } finally {
      lost.catch(() => {});
      gone.catch(() => {});
      bridge.end();
      await place.close();
      await connection.close();
    }
    tell(`${output.end()} records`);
  } catch (error) {
    if (error !== signal.reason) throw error;
  } finally {
    output.end();
    route.dispose();
    interrupts.dispose();
  }
}

interface RecordOutput {
  readonly recorder: Recorder;
  /** @returns how many records were written */
  end(): number;
}

async function openOutput(
  args: RecordArguments,
  { stdout, stderr, env }: CliContext,
  onFailed: (error: UsageError) => void,
): Promise<RecordOutput> {
  const { out, overwrite = false, showData, hide } = args;
  const { createRecorder } = await import("@qsmtp/testing/transcript");
  const showsProgress = stderr.isTTY === true && out !== undefined;
  let lines = 0;
  let early = "";
  let write = (line: string): unknown => {
    early += line;
    return early;
  };
  // The file is made when it is known that there may be one.
  const recorder = createRecorder({
    onLine: (line) => {
      write(line);
      if (showsProgress) stderr.write(`${clearLine}${lines} records`);
      lines++;
    },
    keepRecords: false,
    showData,
    hide,
    startedAt: new Date().toISOString(),
    lockdown: !["", "0", "false"].includes(env.QSMTP_LOCKDOWN ?? ""),
  });
  const option = "--out";
  const file =
    out === undefined
      ? undefined
      : openPrivateFile({
          option,
          path: out,
          overwrite,
          onFailed: (reason) => onFailed(new UsageError(`${option} ${out} ends here: ${reason}`)),
        });
  write = file?.write ?? ((line) => stdout.write(line));
  write(early);
  return {
    recorder,
    end: () => {
      recorder.finish();
      file?.close();
      if (showsProgress) stderr.write(clearLine);
      return lines - 1;
    },
  };
}

/** Hands everything on both ways, to one host after the other, and notes it. */
class Bridge {
  readonly #connection: Connection;
  readonly #recorder: Recorder;
  readonly #tell: (text: string) => unknown;
  #host: FarEnd | undefined;
  #waitingBytes = 0;

  constructor(connection: Connection, recorder: Recorder, tell: (text: string) => unknown) {
    this.#connection = connection;
    this.#recorder = recorder;
    this.#tell = tell;
    // What the module says while nobody listens is part of the session.
    connection.onData((chunk) => {
      recorder.received(chunk);
      this.#host?.write(chunk);
    });
    void connection.closed.then(({ kind }) => {
      if (kind !== "local") recorder.connection("lost");
    });
  }

  /** @returns what to call when the host has left */
  join(farEnd: FarEnd): () => void {
    this.#host = farEnd;
    this.#recorder.connection("opened");
    farEnd.onData((chunk) => this.#toModule(chunk, farEnd));
    farEnd.onControlLines(({ dtr }) => {
      this.#recorder.dtr(dtr);
      if (!this.#connection.capabilities.controlLines) return;
      // A connection that is lost says so itself.
      this.#connection.setDtr(dtr).catch(() => {});
    });
    return () => this.#leave(farEnd);
  }

  /** The host has the module no longer. */
  end(): void {
    const host = this.#host;
    if (host === undefined) return;
    host.unplug();
    this.#leave(host);
  }

  #leave(farEnd: FarEnd): void {
    if (this.#host !== farEnd) return;
    this.#host = undefined;
    this.#recorder.connection("closed");
  }

  #toModule(chunk: Uint8Array, farEnd: FarEnd): void {
    if (this.#waitingBytes + chunk.length > maxWaitingBytes) {
      this.#tell("the program sends faster than the module takes: its connection was ended");
      farEnd.unplug();
      return;
    }
    this.#waitingBytes += chunk.length;
    this.#recorder.sent(chunk);
    this.#connection
      .write(chunk)
      .catch(() => {})
      .finally(() => {
        this.#waitingBytes -= chunk.length;
      });
  }
}
