import {
  type Command,
  type DecodedUrc,
  DecodeError,
  decodeUrc,
  type FinalResult,
  parseFinalResult,
  ReplyDecoder,
} from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import { CommandError, describeCmeError } from "../errors/command-error.ts";
import { ModuleRestartedError, TimeoutError, UnexpectedReplyError } from "../errors/wire-errors.ts";

/**
 * How far one command has come:
 *
 * ```
 * reply ──OK──► done            data phase:   reply ──CONNECT──► data ──all there──► result ──OK──► done
 *   └─ERROR──► done             result in URC: reply ──OK──► completion ──URC──► done
 * ```
 */
export type Phase = "reply" | "data" | "result" | "completion" | "done";

export interface Exchange {
  readonly command: Command;
  readonly phase: Phase;
  /** Collects the reply's lines; the one part that is not replaced but filled. */
  readonly decoder: ReplyDecoder<unknown>;
  readonly timing: ExchangeTiming;
  readonly expectations: ExchangeExpectations;
}

/** What the caller waits for beyond the final result. */
export interface ExchangeExpectations {
  /** Bytes that the module will send, where `CONNECT` does not say it. */
  readonly receiveBytes?: number | undefined;
  /** Whether the URC with the outcome is waited for, of a command that has one. */
  readonly completion?: boolean | undefined;
}

/** How long each phase may take, in milliseconds. */
export interface ExchangeTiming {
  /** From the command's last byte to the final result or `CONNECT`. */
  readonly replyMs: number;
  /** Between two signs of life while the payload goes out. */
  readonly dataMs: number;
  /** From the payload's last byte to the final result. */
  readonly resultMs: number;
  /** From `OK` to the URC that holds the outcome. */
  readonly completionMs: number;
}

export type ExchangeInput =
  | { readonly type: "written" }
  | { readonly type: "line"; readonly text: string }
  /** A block of the payload went out or was acknowledged. */
  | { readonly type: "progress" }
  /** The last block of the payload is about to be written. */
  | { readonly type: "payloadHandedOver" }
  /** Bytes of a data phase towards us came; `remaining` are still to come. */
  | { readonly type: "received"; readonly remaining: number }
  | { readonly type: "timeout" }
  | { readonly type: "abort"; readonly reason: unknown }
  /** The connection ended, or our own side failed. */
  | { readonly type: "failure"; readonly error: unknown };

/** What a received line turned out to be. */
export type LineMeaning = "echo" | "reply" | "final" | "urc" | "unknown";

/** State of the wire when an exchange is over. */
export type WireState =
  /** Nothing of this command can come any more. */
  | "free"
  /** Its final result may still come. */
  | "late"
  /** The module may still be in data mode. */
  | "data"
  /** The connection is gone. */
  | "gone";

export type ExchangeResult =
  | { readonly ok: true; readonly output: unknown; readonly completion: DecodedUrc | undefined }
  | { readonly ok: false; readonly error: unknown };

export type Effect =
  /** Starts the clock of the current wait anew. */
  | { readonly type: "arm"; readonly timeoutMs: number }
  | { readonly type: "sendPayload" }
  /** The next bytes are data. */
  | { readonly type: "expectData"; readonly lengthBytes: number }
  /** `CONNECT` came, or `OK` for a command whose outcome follows in a URC. */
  | { readonly type: "accepted" }
  | { readonly type: "report"; readonly meaning: LineMeaning; readonly text: string }
  | { readonly type: "urc"; readonly urc: DecodedUrc }
  | { readonly type: "settle"; readonly result: ExchangeResult; readonly wire: WireState };

export interface Step {
  readonly next: Exchange;
  readonly effects: readonly Effect[];
}

export function beginExchange(
  command: Command,
  timing: ExchangeTiming,
  expectations: ExchangeExpectations = {},
): Exchange {
  const decoder = new ReplyDecoder(command.operation);
  return { command, phase: "reply", decoder, timing, expectations };
}

/** Moves an exchange on. Pure but for the decoder that is filled; whoever calls does the effects. */
export function step(exchange: Exchange, input: ExchangeInput): Step {
  if (exchange.phase === "done") return { next: exchange, effects: [] };
  switch (input.type) {
    case "written":
      return stay(exchange, armFor(exchange));
    case "progress":
      return exchange.phase === "data" ? stay(exchange, armFor(exchange)) : stay(exchange);
    case "payloadHandedOver":
      return exchange.phase === "data" ? enter(exchange, "result") : stay(exchange);
    case "received":
      if (exchange.phase !== "data") return stay(exchange);
      return input.remaining === 0 ? enter(exchange, "result") : stay(exchange, armFor(exchange));
    case "timeout":
      return fail(exchange, timeoutOf(exchange), wireAfterGivingUp(exchange));
    case "abort":
      return fail(exchange, input.reason, wireAfterGivingUp(exchange));
    case "failure":
      return fail(exchange, input.error, "gone");
    case "line":
      return takeLine(exchange, input.text);
  }
}

function takeLine(exchange: Exchange, text: string): Step {
  if (exchange.phase === "completion") return takeCompletion(exchange, text);
  if (exchange.command.isEcho(text)) return stay(exchange, report("echo", text));
  const final = parseFinalResult(text);
  if (final !== undefined && endsCommands(final)) return takeFinal(exchange, final, text);
  // A line without prefix could be anything; only then a known URC goes first.
  const urcFirst = exchange.decoder.expectsBareLine ? decodeUrc(allUrcs, text) : undefined;
  if (urcFirst !== undefined) return takeUrc(exchange, urcFirst, text);
  if (exchange.decoder.accept(text)) {
    return stay(exchange, report("reply", exchange.decoder.mask(text)));
  }
  return takeForeign(exchange, text);
}

/** `NO CARRIER`, `BUSY` and the like come with calls, which this channel never makes. */
function endsCommands(final: FinalResult): boolean {
  return ["ok", "error", "cme", "cms", "connect"].includes(final.kind);
}

function takeFinal(exchange: Exchange, final: FinalResult, text: string): Step {
  const { command, phase } = exchange;
  const seen = report("final", text);
  if (final.kind === "connect") {
    if (phase !== "reply" || command.data === undefined)
      return stay(exchange, report("unknown", text));
    if (command.data.direction === "toModule") {
      return enter(exchange, "data", seen, { type: "accepted" }, { type: "sendPayload" });
    }
    const lengthBytes = final.lengthBytes ?? exchange.expectations.receiveBytes ?? 0;
    const next = lengthBytes === 0 ? "result" : "data";
    return enter(exchange, next, seen, { type: "expectData", lengthBytes });
  }
  if (final.kind !== "ok") return fail(exchange, commandError(command, final, text), "free", seen);
  if (phase === "data") {
    const problem = "the module left data mode before it had all the data";
    return fail(exchange, new UnexpectedReplyError(command.text, problem), "free", seen);
  }
  // Older firmware prints OK in front of CONNECT.
  if (phase === "reply" && command.data !== undefined) return stay(exchange, seen);
  if (command.completion !== undefined && exchange.expectations.completion)
    return enter(exchange, "completion", seen, { type: "accepted" });
  return finish(exchange, undefined, seen);
}

function takeCompletion(exchange: Exchange, text: string): Step {
  const urc = decodeUrc(allUrcs, text);
  if (urc?.name !== exchange.command.completion?.urc) return takeForeign(exchange, text);
  return finish(exchange, urc, report("urc", text));
}

function takeForeign(exchange: Exchange, text: string): Step {
  const urc = decodeUrc(allUrcs, text);
  return urc === undefined ? stay(exchange, report("unknown", text)) : takeUrc(exchange, urc, text);
}

function takeUrc(exchange: Exchange, urc: DecodedUrc, text: string): Step {
  const effects: Effect[] = [report("urc", text), { type: "urc", urc }];
  return urc.name === "moduleReady"
    ? fail(exchange, new ModuleRestartedError(), "free", ...effects)
    : stay(exchange, ...effects);
}

function finish(
  exchange: Exchange,
  completion: DecodedUrc | undefined,
  ...effects: Effect[]
): Step {
  try {
    const output = exchange.decoder.finish();
    return settle(exchange, { ok: true, output, completion }, "free", effects);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const unexpected = new UnexpectedReplyError(exchange.command.text, error.message, error);
    return fail(exchange, unexpected, "free", ...effects);
  }
}

function commandError(command: Command, final: FinalResult, text: string): CommandError {
  const known =
    final.kind === "cme"
      ? describeCmeError(command.operation.errors ?? [], final.error)
      : undefined;
  return new CommandError(command.text, text, known);
}

function timeoutOf(exchange: Exchange): TimeoutError {
  const { command, phase, timing } = exchange;
  switch (phase) {
    case "data":
      return new TimeoutError(`the data of ${command.text} to go through`, timing.dataMs);
    case "result":
      return new TimeoutError(`the result of the data sent after ${command.text}`, timing.resultMs);
    case "completion":
      return new TimeoutError(`the outcome of ${command.text}`, timing.completionMs);
    default: {
      const what = command.data === undefined ? "the final result" : "CONNECT";
      return new TimeoutError(`${what} of ${command.text}`, timing.replyMs);
    }
  }
}

function wireAfterGivingUp({ phase, command }: Exchange): WireState {
  if (phase === "completion") return "free";
  if (phase === "data" || phase === "result") return "data";
  // CONNECT may come late, and the next command would be taken for data.
  return command.data === undefined ? "late" : "data";
}

function armFor({ phase, timing }: Exchange): Effect {
  const waits = {
    reply: timing.replyMs,
    data: timing.dataMs,
    result: timing.resultMs,
    completion: timing.completionMs,
    done: 0,
  };
  return { type: "arm", timeoutMs: waits[phase] };
}

function report(meaning: LineMeaning, text: string): Effect {
  return { type: "report", meaning, text };
}

function stay(exchange: Exchange, ...effects: Effect[]): Step {
  return { next: exchange, effects };
}

function enter(exchange: Exchange, phase: Phase, ...effects: Effect[]): Step {
  const next = { ...exchange, phase };
  return { next, effects: [...effects, armFor(next)] };
}

function fail(exchange: Exchange, error: unknown, wire: WireState, ...effects: Effect[]): Step {
  return settle(exchange, { ok: false, error }, wire, effects);
}

function settle(
  exchange: Exchange,
  result: ExchangeResult,
  wire: WireState,
  effects: readonly Effect[],
): Step {
  return {
    next: { ...exchange, phase: "done" },
    effects: [...effects, { type: "settle", result, wire }],
  };
}
