import { type ChannelState, reduce, type Step } from "@qsmtp/client/channel";
import type { Reduce } from "../src/client-states.ts";

/** The reducer with one fault each: what the explorer has to find. */
export const mutants: Readonly<Record<string, Reduce>> = {
  /** Believes the answer to any question it has asked, not only to the last. */
  answerToAnyQuestion: (state, input, nowMs) => {
    const { wire } = state;
    if (wire.kind !== "quarantined" || wire.answering === undefined) {
      return reduce(state, input, nowMs);
    }
    const asked = wire.asked.slice(0, wire.asked.indexOf(wire.answering) + 1);
    return reduce({ ...state, wire: { ...wire, asked } }, input, nowMs);
  },

  /** Tells its caller of an error at once, without asking whose it is. */
  errorWithoutProof: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    const { wire } = step.state;
    if (state.wire.kind !== "running" || wire.kind !== "quarantined") return step;
    const [final] = wire.pending?.finals ?? [];
    if (wire.pending === undefined || final === undefined || final.result.kind === "ok")
      return step;
    const { id, command } = wire.pending.call;
    const error = { command: command.text, result: final.text };
    const rest: Step = { ...step, state: proven(step.state) };
    return { ...rest, effects: [{ type: "settle", id, result: { ok: false, error } }] };
  },

  /** Calls the wire free when a data phase has ended early, with bytes still on their way. */
  freeWithBytesOnTheirWay: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    const wasSending = state.wire.kind === "running" && state.wire.phase.name === "sending";
    const isOver = step.state.wire.kind === "quarantined" && input.type === "line";
    return wasSending && isOver ? { ...step, state: proven(step.state) } : step;
  },

  /** Forgets to tell of timeouts. */
  endsWithoutAWord: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    if (input.type !== "tick") return step;
    return { ...step, effects: step.effects.filter(({ type }) => type !== "settle") };
  },

  /** Waits in vain for a module in data mode to answer. */
  neverEscapes: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    const { wire } = step.state;
    return wire.kind === "escaping"
      ? { effects: step.effects, state: { ...step.state, wire: wire.behind } }
      : step;
  },

  /** Writes the rest of a payload whatever the module says. */
  writesOn: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    const { wire } = state;
    if (wire.kind !== "running" || wire.phase.name !== "sending" || input.type !== "line") {
      return step;
    }
    if (step.state.wire === wire || step.state.wire.kind === "running") return step;
    const { payload } = wire.call;
    if (!(payload instanceof Uint8Array)) return step;
    const bytes = payload.subarray(wire.phase.at);
    return { ...step, effects: [{ type: "writeBlock", bytes }, ...step.effects] };
  },

  /** Never tells of a success, and so of no false one. */
  alwaysFails: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    const effects = step.effects.map((effect) =>
      effect.type === "settle" && effect.result.ok
        ? { ...effect, result: { ok: false as const, error: "failed" } }
        : effect,
    );
    return { ...step, effects };
  },

  throws: (state, input, nowMs) => {
    if (state.wire.kind === "escaping" && input.type === "line") throw new Error("thrown");
    return reduce(state, input, nowMs);
  },
};

function proven(state: ChannelState): ChannelState {
  return { ...state, wire: { kind: "idle", proof: "proven" } };
}
