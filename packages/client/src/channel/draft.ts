import type { CallResult } from "./call.ts";
import type { ChannelEffect } from "./effects.ts";
import type { ChannelState, WireState } from "./state.ts";

/** A state at a moment, to be looked at. */
export interface Moment {
  readonly state: ChannelState;
  readonly nowMs: number;
}

/** One step in the making: the state as it is becoming, and what shall be done. */
export class Draft implements Moment {
  readonly nowMs: number;
  state: ChannelState;
  readonly effects: ChannelEffect[] = [];
  /** Whether a line of this step tells that the module restarts. */
  restartTold = false;
  /** Whether a line of this step shows that the module has restarted without a word. */
  silentRestart = false;

  constructor(state: ChannelState, nowMs: number) {
    this.state = state;
    this.nowMs = nowMs;
  }

  get wire(): WireState {
    return this.state.wire;
  }

  set(change: Partial<ChannelState>): void {
    this.state = { ...this.state, ...change };
  }

  enter(wire: WireState): void {
    this.set({ wire });
  }

  emit(effect: ChannelEffect): void {
    this.effects.push(effect);
  }

  /** Hands bytes over; until the port tells their end nothing is asked. */
  write(
    effect: Extract<ChannelEffect, { type: "writeCommand" | "ask" | "writeBlock" | "writeEscape" }>,
  ): void {
    this.set({ openWrites: this.state.openWrites + 1, lastWriteMs: this.nowMs });
    this.emit(effect);
  }

  settle(id: number, result: CallResult): void {
    this.emit({ type: "settle", id, result });
  }

  fail(id: number, error: unknown): void {
    this.settle(id, { ok: false, error });
  }
}
