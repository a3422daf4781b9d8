import { type OptionProblem, readOptions } from "@qsmtp/transport/options";
import { SimulationOptionError } from "../../checked-options.ts";
import { ServeError } from "../serve-error.ts";
import type { ControlledServer, ControlOperation } from "./operation.ts";
import { ControlError } from "./problem.ts";

/** A call as it came, over HTTP or as a line. */
export interface GivenCall {
  readonly server: ControlledServer;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** `undefined` where none was given. */
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/**
 * Reads and judges what was given, and runs the operation.
 * @throws ControlError for everything that goes wrong
 */
export async function runOperation(
  operation: ControlOperation,
  given: GivenCall,
): Promise<unknown> {
  const { server, path, signal } = given;
  const call = {
    server,
    path,
    signal,
    query: queryOf(operation, given),
    body: bodyOf(operation, given),
  };
  try {
    return await operation.run(call);
  } catch (error) {
    throw controlError(error);
  }
}

function queryOf({ query }: ControlOperation, given: GivenCall): Readonly<Record<string, unknown>> {
  const { options, problems } = readOptions(given.query, query ?? { keys: {} });
  refuse(problems);
  return options;
}

function bodyOf({ body, bodyIsOptional }: ControlOperation, given: GivenCall): unknown {
  if (body === undefined) {
    if (given.body === undefined) return undefined;
    throw new ControlError("INVALID_REQUEST", "this call has no body; leave it out");
  }
  if (given.body === undefined && bodyIsOptional) return undefined;
  const table = { keys: { body: body.kind }, required: ["body"] };
  const { options, problems } = readOptions({ body: given.body }, table);
  // The body has no name for who sends it.
  const nameless = (text: string): string => text.replace(/\bbody\./g, "");
  refuse(
    problems.map(({ path, message, hint }) => {
      return { path: nameless(path), message, hint: hint === undefined ? hint : nameless(hint) };
    }),
  );
  return options.body;
}

function refuse(problems: readonly OptionProblem[]): void {
  if (problems.length === 0) return;
  const sentences = problems.map(({ path, message, hint }) => {
    return `"${path}" ${message}.${hint === undefined ? "" : ` ${hint}`}`;
  });
  throw new ControlError("INVALID_REQUEST", sentences.join(" "), { problems });
}

function controlError(error: unknown): ControlError {
  if (error instanceof ControlError) return error;
  if (error instanceof SimulationOptionError) {
    const { message, problems } = error;
    return new ControlError("INVALID_REQUEST", message, { problems });
  }
  if (error instanceof ServeError) return new ControlError("INVALID_REQUEST", error.message);
  const message = error instanceof Error ? error.message : String(error);
  return new ControlError("INTERNAL", message);
}
