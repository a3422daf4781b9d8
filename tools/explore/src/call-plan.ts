import type { Call, CallResult } from "@qsmtp/client/channel";
import { timingOf } from "@qsmtp/client/channel";
import { type Command, decodeReply, decodeUrc } from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import {
  deleteFile,
  findFiles,
  getSignalQuality,
  sendMail,
  setEcho,
  uploadFile,
  writeBody,
} from "@qsmtp/protocol/commands";

/** What a caller of the explored world may ask. */
export type CallKind =
  /** One line with a prefix: its value tells whose it is. */
  | "query"
  /** A bare result that is known in advance. */
  | "removeKnown"
  | "removeMissing"
  | "list"
  /** A data phase of three blocks, one at a time on its way. */
  | "body"
  /** The same, of bytes that come while they are sent. */
  | "stream"
  /** A data phase with two blocks at a time on their way. */
  | "upload"
  /** Its outcome comes in a URC. */
  | "order"
  | "echoOff";

export interface CallPlan {
  readonly kind: CallKind;
  /** Absent for the default waits, and for a caller who waits for its turn as long as it takes. */
  readonly timeoutMs?: number;
  readonly batch?: number;
  /** The last byte of the payload follows later than the others. */
  readonly holdsLastByte?: boolean;
}

export interface PlannedCall extends CallPlan {
  readonly id: number;
  readonly command: Command;
  readonly payload: Call["payload"];
  /** The lines with which the module answers it, before the final result. */
  readonly replyLines: readonly string[];
  readonly final: string;
  /** The URC that holds its outcome. */
  readonly outcomeLine: string | undefined;
  /** What the caller must be told when the module has answered. */
  readonly truth: string;
}

/** Two whole blocks and a bit, each whole one the end of a line, so that garbage runs as one line. */
export const payloadBytes = 2500;
export const blockBytes = 1024;

/** The bytes of every payload; a part of them tells by its offset which it is. */
export const payload: Uint8Array = new Uint8Array(payloadBytes).fill(0x78);

export function planCall(id: number, plan: CallPlan): PlannedCall {
  const command = commandOf(plan.kind, id);
  const replyLines = replyLinesOf(plan.kind, id);
  const final = plan.kind === "removeMissing" ? "+CME ERROR: 405" : "OK";
  // Each order has a server reply of its own.
  const outcomeLine = plan.kind === "order" ? `+QSMTPPUT: 0,${200 + id}` : undefined;
  const answered = { ...plan, id, command, replyLines, final, outcomeLine };
  return {
    ...answered,
    payload: payloadOf(answered),
    truth: truthOf(answered),
  };
}

function payloadOf({ kind, command }: Pick<PlannedCall, "kind" | "command">): Call["payload"] {
  if (kind === "stream") return { lengthBytes: payloadBytes, path: "body" };
  return command.data === undefined ? undefined : payload;
}

function commandOf(kind: CallKind, id: number): Command {
  switch (kind) {
    case "query":
      return getSignalQuality();
    case "removeKnown":
      return deleteFile({ fileName: `RAM:known${id}` });
    case "removeMissing":
      return deleteFile({ fileName: `RAM:missing${id}` });
    case "list":
      return findFiles({ pattern: "RAM:*" });
    case "body":
    case "stream":
      return writeBody({ charset: 1, lengthBytes: payloadBytes });
    case "upload":
      return uploadFile({ fileName: `RAM:new${id}`, sizeBytes: payloadBytes });
    case "order":
      return sendMail({ timeoutSeconds: 60 });
    case "echoOff":
      return setEcho({ enabled: false });
  }
}

function replyLinesOf(kind: CallKind, id: number): readonly string[] {
  switch (kind) {
    case "query":
      return [`+CSQ: ${id},99`];
    case "list":
      return [`+QFLST: "RAM:a",${100 + id}`];
    case "body":
    case "stream":
    case "upload":
      return [takenLine(kind, payloadBytes)];
    case "removeKnown":
    case "removeMissing":
    case "order":
    case "echoOff":
      return [];
  }
}

/** What the module prints at the end of a data phase in which it got `bytes`. */
export function takenLine(kind: CallKind, bytes: number): string {
  return kind === "upload" ? `+QFUPL: ${bytes},1a2b` : `+QSMTPBODY: ${bytes}`;
}

type Answered = Pick<PlannedCall, "command" | "replyLines" | "final" | "outcomeLine">;

function truthOf({ command, replyLines, final, outcomeLine }: Answered): string {
  if (final !== "OK") return `refused ${final}`;
  if (outcomeLine !== undefined) return told(decodeUrc(allUrcs, outcomeLine)?.value);
  return told(decodeReply(command.operation, replyLines));
}

/** What a caller was told, in words that can be compared with {@link PlannedCall.truth}. */
export function wordsOf(result: CallResult): string {
  if (result.ok) return told(result.outcome === undefined ? result.output : result.outcome.value);
  const { error } = result;
  if (typeof error !== "object" || error === null) return `error ${String(error)}`;
  const refusal = "result" in error && "command" in error ? error.result : undefined;
  if (typeof refusal === "string") return `refused ${refusal}`;
  return `error ${"code" in error ? String(error.code) : String(error)}`;
}

export function told(value: unknown): string {
  return `ok ${JSON.stringify(value) ?? ""}`;
}

/** The call as the runner would hand it to the reducer at time 0. */
export function callOf(planned: PlannedCall): Call {
  const { id, kind, command, batch, timeoutMs } = planned;
  const timing = timingOf(command, timeoutMs);
  return {
    id,
    command,
    batch,
    needsProof: kind === "order",
    payload: planned.payload,
    lastByteAfterMs: planned.holdsLastByte === true ? 50 : 0,
    receiveBytes: undefined,
    timing,
    turnByMs: timeoutMs ?? Number.POSITIVE_INFINITY,
    endByMs: timeoutMs ?? Number.POSITIVE_INFINITY,
    limitMs: timeoutMs ?? 0,
  };
}
