import { blockEnd } from "../data-mode/block-end.ts";
import { SourceError } from "../errors/source-error.ts";
import { DataEchoedError, UnexpectedReplyError } from "../errors/wire-errors.ts";
import type { Call } from "./call.ts";
import type { Draft } from "./draft.ts";
import { takeForeignLine } from "./foreign-line.ts";
import { keepOutcome } from "./outcomes.ts";
import { payloadBytes } from "./payload.ts";
import { proofMs, quarantine } from "./quarantine.ts";
import { readFinal, readUrc, tellsRestart } from "./read-line.ts";
import { ReplyReader } from "./reply-reader.ts";
import { carriesQuestion, finishReply, succeed, turnsEchoOn } from "./settle-call.ts";
import type { PayloadStream, Phase, ReceivedFinal, Running } from "./state.ts";
import { timeoutError } from "./timeout.ts";

/** Small enough that a data phase which ends early stops before much of it can run as commands. */
const blockBytes = 1024;
/** At a usual speed an echo comes back within that many blocks. */
const recentBlocks = 4;
/** A late result mostly comes soon; waiting for it is gentler than asking a busy module. */
const shortestGraceMs = 1000;

/** Puts a command on the wire. */
export function startCall(draft: Draft, call: Call): void {
  draft.enter({
    kind: "running",
    call,
    reply: ReplyReader.of(call.command),
    outcome: undefined,
    untilMs: Math.min(call.endByMs, draft.nowMs + call.timing.replyMs),
    phase: { name: "reply" },
    stream: isStreamed(call) ? { ready: new Uint8Array(0), asked: false, recent: [] } : undefined,
  });
  // From here on an echo tells of nothing.
  if (turnsEchoOn(call.command)) draft.set({ echo: "unknown" });
  draft.write({ type: "writeCommand", call });
}

/** Takes a line while a command is on the wire. */
export function takeRunningLine(draft: Draft, running: Running, text: string): void {
  const { call, reply } = running;
  const { command } = call;
  if (command.isEcho(text)) {
    draft.emit({ type: "report", meaning: "echo", text: command.text });
    draft.emit({ type: "echoed", id: call.id });
    // Echo was off: only a restart brings it back.
    if (draft.state.echo === "off") draft.silentRestart = true;
    return;
  }
  const result = readFinal(text);
  if (result !== undefined) {
    takeFinal(draft, running, { result, text });
    return;
  }
  // A line without prefix could be anything; only then a known URC goes first.
  const isUrc = reply.expectsBareLine && readUrc(text) !== undefined;
  const taken = isUrc ? undefined : reply.take(text);
  if (taken !== undefined) {
    draft.emit({ type: "report", meaning: "reply", text, mask: (line) => taken.reader.mask(line) });
    draft.enter({ ...running, reply: taken.reader });
    for (const line of taken.displaced) takeForeignLine(draft, line, command.operation.at);
    return;
  }
  if (readUrc(text) === undefined) {
    const rejected = reply.reject(text);
    if (rejected !== undefined) {
      draft.emit({ type: "report", meaning: "reply", text, mask: (line) => rejected.mask(line) });
      draft.enter({ ...running, reply: rejected });
      return;
    }
  }
  if (isOwnData(running, text)) {
    draft.emit({ type: "report", meaning: "unknown", text });
    abandon(draft, running, new DataEchoedError(command.text));
    return;
  }
  if (draft.state.doubt && mayBeRestart(running, text)) {
    draft.emit({ type: "report", meaning: "unknown", text });
    const problem = `the line ${text} came behind somebody's message: perhaps the module has restarted`;
    abandon(draft, running, new UnexpectedReplyError(command.text, problem));
    return;
  }
  const urc = takeForeignLine(draft, text, command.operation.at);
  const isOutcome = urc !== undefined && urc !== "text" && urc.name === command.completion?.urc;
  if (isOutcome) {
    draft.enter({ ...running, outcome: urc });
    draft.emit({ type: "outcome", id: call.id, urc });
  }
}

/** Data goes no further on a line that only a module in command mode prints, if it is the module's. */
function mayBeRestart({ call, phase }: Running, text: string): boolean {
  const urc = phase.name === "sending" ? readUrc(text) : undefined;
  return urc !== undefined && tellsRestart(urc, call.command.operation.at);
}

/**
 * Whether a line in a data phase is a piece of what was sent: a module that has restarted without a
 * word takes the data for commands, and only its echo shows it.
 */
function isOwnData({ call: { payload }, phase, stream }: Running, text: string): boolean {
  if (payload === undefined || phase.name === "reply" || phase.name === "receiving") return false;
  if (readUrc(text) !== undefined) return false;
  const decoder = new TextDecoder();
  if (payload instanceof Uint8Array) return decoder.decode(payload).includes(text);
  const recent = stream?.recent.map((block) => decoder.decode(block, { stream: true })) ?? [];
  return recent.join("").includes(text);
}

function takeFinal(draft: Draft, running: Running, final: ReceivedFinal): void {
  const { phase } = running;
  if (final.result.kind === "connect") {
    takeConnect(draft, running, final.result.lengthBytes, final.text);
    return;
  }
  draft.emit({ type: "report", meaning: "final", text: final.text });
  switch (phase.name) {
    case "reply":
      if (final.result.kind !== "ok" || running.call.command.data === undefined) {
        takeResult(draft, running, final);
      } else if ("output" in finishReply(running.call, running.reply)) {
        // The line that ends a data phase: its CONNECT was lost.
        endEarly(draft, running, final);
      }
      // Otherwise CONNECT follows: older firmware prints OK in front of it.
      return;
    case "sending":
      if (phase.at < payloadBytes(running.call.payload)) endEarly(draft, running, final);
      else takeResult(draft, running, final);
      return;
    case "receiving":
      return;
    case "result":
      takeResult(draft, running, final);
  }
}

/** The command's result, as far as can be seen. Only some are proven by what stands with them. */
function takeResult(draft: Draft, running: Running, final: ReceivedFinal): void {
  const { call, reply, outcome } = running;
  stopData(draft, running);
  const finished = finishReply(call, reply);
  const isClear = final.result.kind === "ok" && !draft.state.doubt && "output" in finished;
  if (isClear && (outcome !== undefined || call.batch !== undefined || carriesQuestion(call))) {
    const proven = carriesQuestion(call) && call.command.completion === undefined;
    draft.enter({ kind: "idle", proof: proven ? "proven" : { batch: call.batch ?? -call.id } });
    succeed(draft, call, finished.output, outcome);
    // Bytes that came when data mode was over have been taken for commands.
    if (call.payload !== undefined && !tookAll(call, finished.output)) {
      quarantine(draft, { after: `the data of ${call.command.text}`, abandoned: call.command });
    }
    return;
  }
  awaitProof(draft, running, final, false);
}

/** The first field of the reply to a data phase says how many bytes arrived. */
function tookAll({ payload }: Call, output: unknown): boolean {
  const [bytes] = Object.values(output ?? {});
  return bytes === payloadBytes(payload);
}

function takeConnect(
  draft: Draft,
  running: Running,
  lengthBytes: number | undefined,
  text: string,
): void {
  const { call, phase } = running;
  const { data } = call.command;
  if (phase.name !== "reply" || data === undefined) {
    draft.emit({ type: "report", meaning: "unknown", text });
    return;
  }
  draft.emit({ type: "report", meaning: "final", text });
  if (draft.state.doubt) {
    const problem = "the text of a message came first, so nothing shows whose CONNECT this is";
    draft.fail(call.id, new UnexpectedReplyError(call.command.text, problem));
    quarantine(draft, { after: call.command.text, abandoned: call.command, inData: true });
    return;
  }
  draft.emit({ type: "accepted", id: call.id });
  if (data.direction === "toModule") {
    if (data.ack !== undefined) draft.emit({ type: "expectAcks", byte: data.ack.byte });
    const next: Phase = {
      name: "sending",
      at: 0,
      sent: 0,
      blocks: [],
      awaitedAcks: 0,
      lastFromMs: undefined,
    };
    enterPhase(draft, running, next, call.timing.dataMs);
    sendBlocks(draft);
    return;
  }
  const remaining = lengthBytes ?? call.receiveBytes ?? 0;
  draft.emit({ type: "expectData", lengthBytes: remaining });
  if (remaining === 0) enterPhase(draft, running, { name: "result" }, call.timing.resultMs);
  else enterPhase(draft, running, { name: "receiving", remaining }, call.timing.dataMs);
}

/** A result while bytes were still to go: nothing more is written, and what was must be waited for. */
function endEarly(draft: Draft, running: Running, final: ReceivedFinal): void {
  const { call, reply } = running;
  stopData(draft, running);
  // An error may be a stray, and data mode still on.
  if (final.result.kind !== "ok") {
    awaitProof(draft, running, final, true);
    return;
  }
  const problem = "the module left data mode before it had all the data";
  draft.fail(call.id, new UnexpectedReplyError(call.command.text, problem));
  // So may a result without the line that tells what arrived.
  const told = "output" in finishReply(call, reply);
  quarantine(draft, {
    after: `the data of ${call.command.text}`,
    abandoned: call.command,
    inData: !told,
  });
}

/** Closes the wire until it shows whether the result is the call's own. */
function awaitProof(
  draft: Draft,
  { call, reply, outcome }: Running,
  final: ReceivedFinal,
  inData: boolean,
): void {
  const untilMs = Math.min(call.endByMs, draft.nowMs + proofMs);
  const pending = { call, reply, finals: [final], outcome, untilMs };
  quarantine(draft, { after: call.command.text, pending, inData });
}

/** Writes as many blocks as may be on their way at a time, and asks for what comes next. */
export function sendBlocks(draft: Draft): void {
  while (sendBlock(draft));
  const running = draft.wire;
  if (running.kind !== "running" || !waitsForSource(running)) return;
  enterPhase(draft, running, running.phase, running.call.timing.sourceMs);
}

/** @returns whether a further block may follow */
function sendBlock(draft: Draft): boolean {
  askForBytes(draft);
  const running = draft.wire;
  if (running.kind !== "running" || running.phase.name !== "sending") return false;
  const { call, phase } = running;
  const total = payloadBytes(call.payload);
  const ack = call.command.data?.ack;
  // A body holds text that may read as commands, a file seldom: one block of it is enough at risk.
  const inFlight = ack === undefined && call.command.data?.timeIsIdle ? 2 : 1;
  if (phase.at >= total || phase.blocks.length >= inFlight || phase.awaitedAcks > 0) return false;
  if (isHeldBack(call, phase.at) && draft.nowMs < (phase.lastFromMs ?? Number.POSITIVE_INFINITY)) {
    return false;
  }
  const block = nextBlock(running, phase.at);
  if (block === undefined) return false;
  const { bytes, stream } = block;
  const end = phase.at + bytes.length;
  const acks = ack === undefined ? 0 : Math.floor(bytes.length / ack.everyBytes);
  draft.enter({
    ...running,
    stream,
    // The last block's acknowledgement may be missing; its result line says the same.
    phase: {
      ...phase,
      at: end,
      blocks: [...phase.blocks, end],
      awaitedAcks: end === total ? 0 : phase.awaitedAcks + acks,
      lastFromMs: undefined,
    },
  });
  draft.write({ type: "writeBlock", bytes });
  return true;
}

/** Asks for the next block of a streamed payload, so that it is there when its turn comes. */
function askForBytes(draft: Draft): void {
  const running = draft.wire;
  if (running.kind !== "running" || running.phase.name !== "sending") return;
  const { call, phase, stream } = running;
  if (stream === undefined || stream.asked || stream.ready.length > 0) return;
  const lengthBytes = wantedBytes(call, phase.at);
  if (lengthBytes === 0) return;
  draft.enter({ ...running, stream: { ...stream, asked: true } });
  draft.emit({ type: "pull", id: call.id, lengthBytes });
}

/** Whether the module and the port have done all that they can. */
function waitsForSource({ phase, stream }: Running): boolean {
  return (
    phase.name === "sending" &&
    phase.blocks.length === 0 &&
    phase.awaitedAcks === 0 &&
    stream?.asked === true
  );
}

interface Block {
  readonly bytes: Uint8Array;
  /** What is left of a streamed payload behind it. */
  readonly stream: PayloadStream | undefined;
}

/** The block that begins at `at`; `undefined` while its bytes have not come. */
function nextBlock({ call, stream }: Running, at: number): Block | undefined {
  const { payload } = call;
  if (payload === undefined) return undefined;
  if (payload instanceof Uint8Array) {
    const end = blockEnd(payload, at, blockSize(call));
    const holds = end === payload.length && end - at > 1 && call.lastByteAfterMs > 0;
    return { bytes: payload.subarray(at, holds ? end - 1 : end), stream };
  }
  if (stream === undefined || stream.ready.length === 0) return undefined;
  const end = blockEnd(stream.ready, 0, blockSize(call));
  const bytes = stream.ready.subarray(0, end);
  const recent = [...stream.recent, bytes].slice(-recentBlocks);
  return { bytes, stream: { ...stream, ready: stream.ready.subarray(end), recent } };
}

/** How much must be there to know where the block ends that begins at `at`. */
function wantedBytes(call: Call, at: number): number {
  const rest = payloadBytes(call.payload) - at;
  const size = blockSize(call);
  // Three bytes behind it may be an escape sequence, which goes with it.
  return rest === size + 3 ? rest : Math.min(rest, size);
}

function blockSize({ command }: Call): number {
  return command.data?.ack?.everyBytes ?? blockBytes;
}

function isStreamed({ payload }: Call): boolean {
  return payload !== undefined && !(payload instanceof Uint8Array);
}

/** Bytes of a streamed payload have come. */
export function takePayload(draft: Draft, running: Running, id: number, bytes: Uint8Array): void {
  const { call, phase, stream } = running;
  if (call.id !== id || phase.name !== "sending" || stream === undefined) return;
  const next = { ...running, stream: { ...stream, ready: bytes, asked: false } };
  // Otherwise the module or the port is waited for, and goes on being so.
  if (waitsForSource(running)) enterPhase(draft, next, phase, call.timing.dataMs);
  else draft.enter(next);
  sendBlocks(draft);
}

/** A write of this command has left. */
export function takeWritten(draft: Draft, running: Running): void {
  const { call, phase } = running;
  if (phase.name === "reply") {
    enterPhase(draft, running, phase, call.timing.replyMs);
    return;
  }
  if (phase.name !== "sending") return;
  const [sent = phase.sent, ...blocks] = phase.blocks;
  draft.emit({ type: "progress", id: call.id, sentBytes: sent });
  const done = blocks.length === 0 && phase.at === payloadBytes(call.payload);
  const holds = blocks.length === 0 && isHeldBack(call, phase.at);
  const lastFromMs = holds ? draft.nowMs + call.lastByteAfterMs : undefined;
  if (done) enterPhase(draft, running, { name: "result" }, call.timing.resultMs);
  else enterPhase(draft, running, { ...phase, sent, blocks, lastFromMs }, call.timing.dataMs);
  sendBlocks(draft);
}

/** Whether only the byte is left that is held back. */
function isHeldBack({ payload, lastByteAfterMs }: Call, at: number): boolean {
  return lastByteAfterMs > 0 && at > 0 && at === payloadBytes(payload) - 1;
}

/** When the byte that is held back may follow; infinite where there is none. */
export function lastByteDueMs({ phase }: Running): number {
  const atMs = phase.name === "sending" ? phase.lastFromMs : undefined;
  return atMs ?? Number.POSITIVE_INFINITY;
}

export function takeAck(draft: Draft, running: Running): void {
  const { call, phase } = running;
  if (phase.name !== "sending") return;
  const awaitedAcks = Math.max(0, phase.awaitedAcks - 1);
  enterPhase(draft, running, { ...phase, awaitedAcks }, call.timing.dataMs);
  sendBlocks(draft);
}

export function takeReceived(draft: Draft, running: Running, remaining: number): void {
  const { call, phase } = running;
  if (phase.name !== "receiving") return;
  if (remaining === 0) enterPhase(draft, running, { name: "result" }, call.timing.resultMs);
  else enterPhase(draft, running, { name: "receiving", remaining }, call.timing.dataMs);
}

/** The time of the present wait, or of the whole call, is over. */
export function takeTimeout(draft: Draft, running: Running): void {
  const { call, phase } = running;
  const whole = draft.nowMs >= call.endByMs;
  if (!whole && waitsForSource(running)) {
    abandon(draft, running, stalled(call));
    return;
  }
  const limitMs = whole ? call.limitMs : phaseLimitMs(running);
  abandon(draft, running, timeoutError(draft, waitedFor(call, phase), limitMs));
}

/** Ends the call; what of it may still come keeps the wire closed. */
export function abandon(draft: Draft, running: Running, error: unknown): void {
  const { call, phase } = running;
  stopData(draft, running);
  endRunning(draft, running, error);
  // CONNECT may come late, and the next command would be taken for data.
  const inData = phase.name !== "reply" || call.command.data !== undefined;
  const dueMs = phase.name === "reply" ? running.untilMs - draft.nowMs : 0;
  quarantine(draft, {
    after: call.command.text,
    abandoned: call.command,
    pauseMs: Math.max(dueMs, shortestGraceMs),
    inData,
  });
}

/** Ends the call and leaves the wire alone. The module may have taken it, and tell the outcome. */
export function endRunning(draft: Draft, { call, outcome }: Running, error: unknown): void {
  if (outcome === undefined) {
    draft.fail(call.id, error);
    keepOutcome(draft, call);
  } else {
    draft.settle(call.id, { ok: true, output: undefined, outcome });
  }
}

function stalled({ payload, timing }: Call): SourceError {
  const path = payload === undefined || payload instanceof Uint8Array ? "" : payload.path;
  const problem = `gave nothing for ${Math.round(timing.sourceMs / 1000)} s while the module waited for it`;
  return new SourceError(path, "stalled", problem);
}

function phaseLimitMs({ call: { timing }, phase }: Running): number {
  switch (phase.name) {
    case "reply":
      return timing.replyMs;
    case "sending":
    case "receiving":
      return timing.dataMs;
    case "result":
      return timing.resultMs;
  }
}

function waitedFor({ command }: Call, phase: Phase): string {
  switch (phase.name) {
    case "sending":
    case "receiving":
      return `the data of ${command.text} to go through`;
    case "result":
      return `the result of the data of ${command.text}`;
    case "reply":
      return `${command.data === undefined ? "the final result" : "CONNECT"} of ${command.text}`;
  }
}

/** Whatever comes now is lines again. */
export function stopData(draft: Draft, { call, phase }: Running): void {
  if (call.command.data === undefined) return;
  draft.emit({ type: "expectAcks", byte: undefined });
  draft.emit({ type: "expectData", lengthBytes: 0 });
  // Told even when the result has overtaken the port's word: the bytes have arrived.
  const sent = phase.name === "sending" && phase.at === payloadBytes(call.payload);
  if (sent) draft.emit({ type: "progress", id: call.id, sentBytes: phase.at });
}

function enterPhase(draft: Draft, running: Running, phase: Phase, waitMs: number): void {
  const untilMs = Math.min(running.call.endByMs, draft.nowMs + waitMs);
  draft.enter({ ...running, phase, untilMs });
}
