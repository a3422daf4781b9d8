import { Command, type Operation, type PlainTraits, type SupportedValues } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import { getIdentity } from "@qsmtp/protocol/commands";
import { findModel } from "@qsmtp/protocol/families";
import type { ExecuteArguments, ExecuteResult } from "../channel/execute-options.ts";
import { notify } from "../channel/listeners.ts";
import { CommandError } from "../errors/command-error.ts";
import { TimeoutError } from "../errors/wire-errors.ts";
import { readFirmwareName } from "../module/firmware-name.ts";
import { type CommandGroup, groupOf } from "./command-group.ts";
import { noAnswer } from "./probe-answer.ts";
import type { ProbeAnswer, ProbeIdentity, ProbeReport } from "./probe-report.ts";
import { type Asked, reportOf } from "./report-of.ts";

/** What can be probed: an open module or a channel. */
export interface ProbeTarget {
  execute<Output, Traits>(
    command: Command<Output, Traits>,
    ...options: ExecuteArguments<Traits>
  ): Promise<ExecuteResult<Output, Traits>>;
}

export interface ProbeProgress {
  /** The command that was answered, e.g. `AT+QSMTPCFG=?`. */
  readonly command: string;
  readonly done: number;
  readonly total: number;
}

export interface ProbeOptions {
  /** Gives the probe up; it ends with `ABORTED`, the signal's reason as cause. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ProbeProgress) => void) | undefined;
  /** Parts of the schema to ask about. Default all. */
  readonly groups?: readonly CommandGroup[] | undefined;
}

/** Searches for networks, which takes minutes and drops the connection. */
const neverAsked: readonly string[] = ["+COPS"];

/**
 * Asks the module with every test form of the schema what it takes, and gives where it differs from
 * the schema, each difference with a quirk record to keep it. Test forms change nothing on the
 * module. It takes some seconds; a form that is not answered in time is passed over.
 *
 * @throws CommandError when the module does not say who it is, ConnectionLostError,
 * ModuleRestartedError, WireStateError, ModuleClosedError, AbortedError with the reason of the
 * signal as cause
 */
export async function probeModule(
  target: ProbeTarget,
  options: ProbeOptions = {},
): Promise<ProbeReport> {
  const { signal, onProgress, groups } = options;
  const identity = await identify(target, signal);
  const tests = allOperations
    .filter(({ form, at }) => form === "test" && !neverAsked.includes(at))
    .filter(({ at }) => groups?.includes(groupOf(at)) ?? true);
  const asked: Asked[] = [];
  for (const test of tests) {
    const answer = await ask(target, test, signal);
    asked.push({ test, answer });
    const progress = { command: answer.command, done: asked.length, total: tests.length };
    notify(() => onProgress?.(progress));
  }
  return reportOf(identity, asked);
}

async function identify(
  target: ProbeTarget,
  signal: AbortSignal | undefined,
): Promise<ProbeIdentity> {
  const { model, revision } = await target.execute(getIdentity(), { signal });
  const firmware = await readFirmwareName(target, revision, signal);
  return { model, revision, firmware, family: findModel(model)?.family ?? null };
}

async function ask(
  target: ProbeTarget,
  test: Operation,
  signal: AbortSignal | undefined,
): Promise<ProbeAnswer> {
  const command = new Command(test as Operation<unknown, SupportedValues, PlainTraits>, {});
  const asked = { command: command.text, operation: test.name };
  try {
    const { lines } = await target.execute(command, { signal });
    return { ...asked, result: "OK", lines: lines.map(({ text }) => text) };
  } catch (error) {
    if (error instanceof CommandError) return { ...asked, result: error.result, lines: [] };
    if (error instanceof TimeoutError) return { ...asked, result: noAnswer, lines: [] };
    throw error;
  }
}
