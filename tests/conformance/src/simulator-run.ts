import { createSimulatedModule, type SimulatedModule } from "@qsmtp/testing";
import type { ControlLines, FarEnd } from "@qsmtp/transport";
import { vi } from "vitest";
import { moduleAsOf } from "./as-of.ts";
import {
  concatBytes,
  dataBytes,
  type Given,
  hostBytes,
  type ModuleEvent,
  type Step,
  type Transcript,
  turnsOf,
  utf8,
} from "./transcripts.ts";

/** The host's end of a wire to a simulated module: it writes what it is told and keeps what comes. */
export class HostEnd {
  readonly farEnd: FarEnd;
  #received: Uint8Array[] = [];
  #onData: (chunk: Uint8Array) => void = () => {};
  #onLines: (lines: ControlLines) => void = () => {};

  constructor() {
    this.farEnd = {
      lines: { dtr: true, rts: true },
      write: (bytes) => {
        this.#received.push(bytes.slice());
      },
      onData: (listener) => {
        this.#onData = listener;
        return () => {};
      },
      onControlLines: (listener) => {
        this.#onLines = listener;
        return () => {};
      },
      unplug: () => {},
    };
  }

  send(bytes: Uint8Array): void {
    this.#onData(bytes);
  }

  setDtr(dtr: boolean): void {
    this.#onLines({ dtr, rts: true });
  }

  /** All that came since the last look. */
  take(): Uint8Array {
    const bytes = concatBytes(this.#received);
    this.#received = [];
    return bytes;
  }
}

/** What came from the module beside what the transcript says, a turn each. */
export interface PlayedTurn {
  readonly expected: Uint8Array;
  readonly actual: Uint8Array;
}

/**
 * Plays the host's side of a transcript to a simulated module and notes the module's side. Needs
 * fake timers.
 */
export async function playToSimulator(transcript: Transcript): Promise<PlayedTurn[]> {
  const { takesMs = {} } = transcript.given;
  const module = createSimulatedModule({
    family: moduleAsOf(transcript.editions),
    sim: { state: transcript.given.sim === "missing" ? "absent" : "ready" },
    mailbox: { delayMs: takesMs.send },
    bootMs: takesMs.boot,
    responseDelayMs: takesMs.command,
    // A transcript has no time between a command and its CONNECT.
    connectDelayMs: 0,
  });
  const host = new HostEnd();
  module.attach(host.farEnd);
  await prepare(module, host, transcript.given);
  const played: PlayedTurn[] = [];
  for (const turn of turnsOf(transcript)) {
    if (turn.kind === "module") {
      played.push({ expected: turn.bytes, actual: host.take() });
    } else {
      await act(module, host, turn.step);
    }
  }
  played.push({ expected: new Uint8Array(), actual: host.take() });
  module.dispose();
  return played;
}

async function prepare(module: SimulatedModule, host: HostEnd, given: Given): Promise<void> {
  for (const contextId of given.activeContexts ?? []) {
    host.send(utf8(`AT+QICSGP=${contextId},1,"internet.example.org"\r`));
    host.send(utf8(`AT+QIACT=${contextId}\r`));
    await settle();
  }
  if (given.network === "refuses") module.setRegistration(3);
  if (given.signal !== undefined) module.setSignal(given.signal);
  for (const { name, content } of given.files ?? []) module.files.write(name, dataBytes(content));
  if (given.storage !== undefined) {
    const { freeBytes, totalBytes } = given.storage;
    const usedBytes = module.files.totalBytes("UFS") - freeBytes;
    if (totalBytes !== module.files.totalBytes("UFS")) throw new Error("another size of flash");
    module.files.write("UFS:used.bin", new Uint8Array(usedBytes));
  }
  module.mailbox.respondWith(...(given.sendResults ?? []));
  module.profile.echo = given.echo ?? false;
  module.profile.errorForm = given.errorReporting ?? 1;
  host.take();
}

async function act(module: SimulatedModule, host: HostEnd, step: Step): Promise<void> {
  const bytes = hostBytes(step);
  if (bytes !== undefined) host.send(bytes);
  else if ("dtr" in step) host.setDtr(step.dtr === "on");
  else if ("event" in step) cause(module, step.event);
  else if ("pauseMs" in step) await pass(host, step.pauseMs);
  await settle();
}

function cause(module: SimulatedModule, event: ModuleEvent): void {
  if (event === "restart") module.restart();
  else if ("prints" in event) module.urc(event.prints);
  else module.pdpDeactivate(event.contextDropped);
}

/** Lets the time go by. What comes before its end comes too early. */
async function pass(host: HostEnd, durationMs: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(durationMs - 1);
  const early = host.take();
  if (early.length > 0) {
    throw new Error(`too early: ${JSON.stringify(new TextDecoder().decode(early))}`);
  }
  await vi.advanceTimersByTimeAsync(1);
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}
