import { type Command, type DecodedUrc, DecodeError } from "@qsmtp/protocol";
import { setEcho } from "@qsmtp/protocol/commands";
import { CommandError, describeCmeError, plainErrorHint } from "../errors/command-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import type { Call } from "./call.ts";
import type { Draft } from "./draft.ts";
import { awaitOutcome, keepOutcome } from "./outcomes.ts";
import type { ReplyReader } from "./reply-reader.ts";
import type { ReceivedFinal } from "./state.ts";

const echoOff = setEcho({ enabled: false }).text;
const echoOn = setEcho({ enabled: true }).text;

export function turnsEchoOn({ text }: Command): boolean {
  return text === echoOn;
}

/** Ends a call that the module has answered with `OK`, or lets it wait for its outcome. */
export function succeed(
  draft: Draft,
  call: Call,
  output: unknown,
  outcome: DecodedUrc | undefined,
): void {
  const { command } = call;
  if (command.text === echoOff) draft.set({ echo: "off" });
  if (command.completion === undefined || outcome !== undefined) {
    draft.settle(call.id, { ok: true, output, outcome });
    return;
  }
  awaitOutcome(draft, call, output);
}

/** The reply, or the error that says what of it did not come or does not read. */
export function finishReply(
  call: Call,
  reply: ReplyReader,
): { readonly output: unknown } | { readonly error: UnexpectedReplyError } {
  try {
    return { output: reply.finish() };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { error: new UnexpectedReplyError(call.command.text, error.message, error) };
  }
}

export function commandError(call: Call, { result, text }: ReceivedFinal): CommandError {
  const { command } = call;
  const known =
    result.kind === "cme"
      ? describeCmeError(command.operation.errors ?? [], result.error)
      : undefined;
  const hint = result.kind === "error" ? plainErrorHint(command.operation.at) : undefined;
  return new CommandError(command.text, command.mask(text), known, hint);
}

/**
 * Whether an `OK` behind the reply is proven by the reply: a line with a prefix that comes once. A
 * list could be cut short, and a line without prefix be anybody's.
 */
export function carriesQuestion({ command: { operation } }: Call): boolean {
  const { form, reply = [] } = operation;
  return (
    form !== "test" &&
    reply.some(({ prefix, repeat }) => prefix !== "" && repeat === undefined) &&
    reply.every(({ repeat }) => repeat === undefined || repeat === "zeroOrOne")
  );
}

/** Ends a call whose results have been proven to be its own. */
export function judge(
  draft: Draft,
  call: Call,
  reply: ReplyReader,
  finals: readonly ReceivedFinal[],
  outcome: DecodedUrc | undefined,
): void {
  const oks = finals.filter(({ result }) => result.kind === "ok");
  const [failure, ...others] = finals.filter(({ result }) => result.kind !== "ok");
  const finished = finishReply(call, reply);
  const complete = "output" in finished;
  for (const extra of finals.slice(1)) draft.emit({ type: "stray", text: extra.text });
  if (outcome !== undefined) {
    draft.settle(call.id, { ok: true, output: undefined, outcome });
  } else if (failure === undefined) {
    if (complete) succeed(draft, call, finished.output, undefined);
    else draft.fail(call.id, finished.error);
  } else if (oks.length > 0 && complete && isTaken(call)) {
    // An answer that carries its question came, or the order was taken: the error is a stray.
    succeed(draft, call, finished.output, undefined);
  } else if (oks.length === 0 && others.every(({ text }) => text === failure.text)) {
    draft.fail(call.id, commandError(call, failure));
  } else {
    const shown = finals.map(({ text }) => call.command.mask(text)).join(" and ");
    const problem = `more than one final result came, and nothing shows which is its own: ${shown}`;
    draft.fail(call.id, new UnexpectedReplyError(call.command.text, problem));
    keepOutcome(draft, call);
  }
}

/**
 * Whether an `OK` among errors shows that the command was taken. Of a data phase it does not: leaving
 * data mode gives the same lines.
 */
function isTaken(call: Call): boolean {
  const { data, completion } = call.command;
  return data === undefined && (carriesQuestion(call) || completion !== undefined);
}
