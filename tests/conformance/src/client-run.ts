import { type Clock, CommandError, isQsmtpError } from "@qsmtp/client";
import { Channel } from "@qsmtp/client/channel";
import { Command, type OperationDescriptor } from "@qsmtp/protocol";
import { getErrorReporting } from "@qsmtp/protocol/commands";
import { operationNamed } from "./as-of.ts";
import type { Chop } from "./codec-run.ts";
import { hex, inputOf, type Observation } from "./expectation.ts";
import { ScriptedConnection } from "./scripted-connection.ts";
import { concatBytes, hostBytes, moduleBytes, type Step, type Transcript } from "./transcripts.ts";

/** One command of a transcript with all that follows before the next one. */
interface Block {
  readonly operation: OperationDescriptor;
  readonly input: Readonly<Record<string, unknown>> | undefined;
  readonly command: Uint8Array;
  readonly steps: readonly Step[];
}

/** What a caller of the client sees of one command. */
export interface Seen {
  readonly command: string;
  readonly output: unknown;
  /** The failure, or `ok`. */
  readonly result: unknown;
  readonly urcs: readonly Observation[];
  readonly data: string;
}

/**
 * Why a transcript has no client run; `undefined` when it has. The client never types a wrong
 * command, never leaves data mode unless it gives up, and sets the module to `ATV1`.
 */
export function withoutClient({ steps, name }: Transcript): string | undefined {
  const host = steps.filter((step) => "host" in step);
  if (host.some(({ asks }) => asks === "escape")) return "leaves data mode by itself";
  if (host.some(({ asks }) => asks !== "escape" && "refused" in asks)) return "types no AT command";
  if (steps.some((step) => "dtr" in step)) return "moves DTR by itself";
  if (name === "base/numeric-results") return "reads replies under ATV0";
  if (name === "file/upload-acknowledged-at-once") return "runs ahead of the acknowledgements";
  const stalled = steps.some(
    (step, at) => "pauseMs" in step && "hostData" in (steps[at - 1] ?? {}),
  );
  return stalled ? "stops in the middle of its data" : undefined;
}

/** Runs the transcript's commands through a channel whose module is the transcript. */
export async function runWithClient(transcript: Transcript, chop: Chop): Promise<Seen[]> {
  const connection = new ScriptedConnection();
  const channel = new Channel(connection, { clock: new ImpatientClock() });
  // The channel's first question is not of the transcript.
  await channel.step(getErrorReporting());
  const seen: Seen[] = [];
  for (const block of blocksOf(transcript))
    seen.push(await runBlock(channel, connection, block, chop));
  await channel.close();
  return seen;
}

/** What the transcript says the caller must see. */
export function expectedFromClient(transcript: Transcript): Seen[] {
  return blocksOf(transcript).map(({ operation, steps }) => {
    const means = steps.flatMap((step) => ("means" in step ? step.means : []));
    const outputs = means.flatMap((meaning) => ("output" in meaning ? [meaning.output] : []));
    const results = means.flatMap((meaning) => ("result" in meaning ? [meaning.result] : []));
    const last = results.at(-1) ?? "none";
    const failed = typeof last === "object" && "cme" in last ? last.cme : last;
    const ok = failed === "ok";
    return {
      command: operation.name,
      output: ok ? outputs.at(-1) : undefined,
      result: failed,
      urcs: means.filter((meaning) => "urc" in meaning),
      data: steps
        .map((step) => ("moduleData" in step ? hex(moduleBytes(step) ?? new Uint8Array()) : ""))
        .join(""),
    };
  });
}

async function runBlock(
  channel: Channel,
  connection: ScriptedConnection,
  block: Block,
  chop: Chop,
): Promise<Seen> {
  const urcs: Observation[] = [];
  const stop = channel.onUrc(({ name, value }) => urcs.push({ urc: name, value }));
  let data = "";
  const command = new Command(block.operation, inputOf(block.operation, block.input));
  const payload = concatBytes(
    block.steps.flatMap((step) =>
      "hostData" in step ? [hostBytes(step) ?? new Uint8Array()] : [],
    ),
  );
  const receiveBytes = block.steps.reduce(
    (sum, step) => sum + ("moduleData" in step ? (moduleBytes(step)?.length ?? 0) : 0),
    0,
  );
  const options = {
    receiveBytes,
    ...(command.data?.direction === "toModule" && {
      payload: paddedTo(command.data.lengthBytes, payload),
    }),
    onReceived: (bytes: Uint8Array) => {
      data += hex(bytes);
    },
  };
  // A transcript may end where the module has taken the command and its outcome is still to come.
  const accepted = new Promise<undefined>((resolve) => {
    if (!printsUrc(block, command.completion?.urc) && command.completion !== undefined) {
      Object.assign(options, { onAccepted: () => resolve(undefined) });
    }
  });
  connection.script = block.command;
  const outcome = channel.step(command, options).then(({ output }) => output);
  const settled = Promise.race([outcome, accepted]).then(
    (output) => ({ output, result: "ok" as unknown }),
    (error: unknown) => ({ output: undefined, result: describe(error) }),
  );
  await playModule(connection, block, chop);
  const { output, result } = await settled;
  stop();
  return { command: block.operation.name, output: shown(output), result, urcs, data };
}

/** Plays the module: it sends only once the host has sent what the transcript says. */
async function playModule(connection: ScriptedConnection, block: Block, chop: Chop): Promise<void> {
  const check = async (expected: Uint8Array): Promise<void> => {
    const taken = await connection.take(expected.length);
    if (hex(taken) !== hex(expected))
      throw new Error(`the host sent ${hex(taken)}, not ${hex(expected)}`);
  };
  await check(block.command);
  let pending: Uint8Array[] = [];
  const flush = (): void => {
    if (pending.length > 0) connection.receive(chop(concatBytes(pending)));
    pending = [];
  };
  for (const step of block.steps) {
    const bytes = moduleBytes(step);
    if (bytes !== undefined) pending.push(bytes);
    else {
      flush();
      const data = hostBytes(step);
      if (data !== undefined) await check(data);
    }
  }
  flush();
}

function blocksOf({ steps, editions }: Transcript): Block[] {
  const blocks: {
    operation: OperationDescriptor;
    input: Block["input"];
    command: Uint8Array;
    steps: Step[];
  }[] = [];
  for (const step of steps) {
    if ("host" in step && step.asks !== "escape" && "operation" in step.asks) {
      const { operation, input, written } = step.asks;
      const command = new TextEncoder().encode(written ?? step.host);
      blocks.push({ operation: operationNamed(editions, operation), input, command, steps: [] });
    } else {
      blocks.at(-1)?.steps.push(step);
    }
  }
  return blocks;
}

function printsUrc(block: Block, name: string | undefined): boolean {
  return block.steps.some(
    (step) =>
      "means" in step && step.means.some((meaning) => "urc" in meaning && meaning.urc === name),
  );
}

/** A refused upload needs its payload too; it is never sent. */
function paddedTo(length: number | undefined, payload: Uint8Array): Uint8Array {
  return length === undefined || payload.length === length ? payload : new Uint8Array(length);
}

function describe(error: unknown): unknown {
  if (error instanceof CommandError) {
    const word = error.result.replace(/^\+CME ERROR: /, "");
    if (word === "ERROR") return "error";
    return /^\d+$/.test(word) ? Number(word) : word;
  }
  return isQsmtpError(error) ? error.code : error;
}

/** Test forms show the text as the transcripts write it. */
function shown(output: unknown): unknown {
  if (typeof output !== "object" || output === null || !("lines" in output)) return output;
  const lines = output.lines as readonly { readonly text: string }[];
  return { supports: lines.map(({ text }) => text) };
}

/**
 * Only the short pauses of the channel end; no transcript needs the client to wait for longer, for
 * what is late comes by itself.
 */
class ImpatientClock implements Clock {
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    if (delayMs > longestPauseMs) return undefined;
    return setImmediate(() => {
      this.#nowMs += delayMs;
      callback();
    });
  }

  clearTimeout(handle: unknown): void {
    clearImmediate(handle as NodeJS.Immediate | undefined);
  }
}

const longestPauseMs = 500;
