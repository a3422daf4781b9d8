import {
  Command,
  type OperationDescriptor,
  type PlainTraits,
  type SupportedValues,
} from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import { getIdentity, getOperator } from "@qsmtp/protocol/commands";
import { type CommandGroup, commandGroups } from "@qsmtp/protocol/facts";
import { type Editions, findModel } from "@qsmtp/protocol/families";
import type { ExecuteArguments, ExecuteResult } from "../channel/execute-options.ts";
import { notify } from "../channel/listeners.ts";
import { CommandError } from "../errors/command-error.ts";
import { invalidOption } from "../errors/invalid-option.ts";
import { TimeoutError } from "../errors/wire-errors.ts";
import { readFirmwareName } from "../module/firmware-name.ts";
import { checkedOptions } from "../options/option-problems.ts";
import { probeOptions } from "../options/option-tables.gen.ts";
import { type Asked, noAnswer } from "./probe-answer.ts";
import type { ProbeAnswer, ProbeIdentity, ProbeReport } from "./probe-report.ts";
import { reportOf } from "./report-of.ts";

/** What can be probed: an open module or a channel. */
export interface ProbeTarget {
  /** As `QsmtpModule.execute`. */
  execute<Output, Traits>(
    command: Command<Output, Traits>,
    ...options: ExecuteArguments<Traits>
  ): Promise<ExecuteResult<Output, Traits>>;
}

/** How far a probe has come. */
export interface ProbeProgress {
  /** The command that was answered, e.g. `AT+QSMTPCFG=?`. */
  readonly command: string;
  /** Test forms answered or passed over so far. */
  readonly done: number;
  /** All test forms that will be sent. */
  readonly total: number;
}

/** Which commands are asked for, and how. */
export interface ProbeOptions {
  /** Gives the probe up; it ends with `ABORTED`, the signal's reason as cause. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each answer. */
  readonly onProgress?: ((progress: ProbeProgress) => void) | undefined;
  /** Parts of the schema to ask about. Default all. */
  readonly groups?: readonly CommandGroup[] | undefined;
  /**
   * Editions of the manuals against which the module is held, by the manual's id. Default: the newest
   * ones, and a difference that an earlier one explains is told with it.
   */
  readonly editions?: Editions | undefined;
}

/** Searches for networks, which takes minutes and drops the connection. */
const neverAsked: readonly string[] = [getOperator.at];

/**
 * Asks the module with every test form of the schema what it takes, and gives where it differs from
 * the schema. Test forms change nothing on the
 * module. It takes some seconds; a form that is not answered in time is passed over.
 *
 * @throws CommandError when the module does not say who it is, ConnectionLostError,
 * ModuleRestartedError, WireStateError, ModuleClosedError, AbortedError with the reason of the
 * signal as cause, UnknownEditionError, InvalidOptionError
 */
export async function probeModule(
  target: ProbeTarget,
  options: ProbeOptions = {},
): Promise<ProbeReport> {
  const given = checkedOptions<ProbeOptions>(options, probeOptions);
  const { signal, onProgress, groups, editions } = given;
  judgeGroups(groups ?? []);
  const identity = await identify(target, signal);
  const tests = allOperations
    .filter(({ form, at }) => form === "test" && !neverAsked.includes(at))
    .filter(
      ({ at }) => groups === undefined || groups.some((group) => group === commandGroups[at]),
    );
  const asked: Asked[] = [];
  for (const test of tests) {
    const answer = await ask(target, test, signal);
    asked.push({ test, answer });
    const progress = { command: answer.command, done: asked.length, total: tests.length };
    notify(() => onProgress?.(progress));
  }
  return reportOf(identity, asked, editions);
}

/** One that is not known would leave everything out. */
function judgeGroups(groups: readonly string[]): void {
  const known: readonly string[] = [...new Set(Object.values(commandGroups))];
  const at = groups.findIndex((group) => !known.includes(group));
  if (at < 0) return;
  throw invalidOption(`groups[${at}]`, `must be one of ${known.join(", ")}`);
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
  test: OperationDescriptor,
  signal: AbortSignal | undefined,
): Promise<ProbeAnswer> {
  const command = new Command(
    test as OperationDescriptor<unknown, SupportedValues, PlainTraits>,
    {},
  );
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
