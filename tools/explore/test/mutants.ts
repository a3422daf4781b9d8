import {
  type ChannelEffect,
  type ChannelInput,
  type ChannelState,
  reduce,
  type Step,
  type WireState,
} from "@qsmtp/client/channel";
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

  /** On a new connection asks what it asked on the one before. */
  asksTheSameAgain: (state, input, nowMs) => {
    return reduce(withoutLeft(state, input, { asked: [], askedMs: [] }), input, nowMs);
  },

  /** On a new connection asks what looks like the command that was given up on the one before. */
  forgetsWhatIsAbandoned: (state, input, nowMs) => {
    return reduce(withoutLeft(state, input, { abandoned: undefined }), input, nowMs);
  },

  /** Takes a new connection for clean. */
  believesTheNewConnection: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    return input.type === "attached" ? { ...step, state: proven(step.state) } : step;
  },

  /** Goes on with what ran when the connection was lost. */
  keepsWhatRuns: (state, input, nowMs) => {
    const runs = state.wire.kind === "running" && input.type === "lost";
    return runs ? { state, effects: [] } : reduce(state, input, nowMs);
  },

  neverAttaches: (state, input, nowMs) => {
    return reduce(state, input.type === "attached" ? { type: "tick" } : input, nowMs);
  },

  /** Tries to leave data mode over the connection that it gives up. */
  escapesAsItGoes: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    if (input.type !== "detached" || state.wire.kind !== "running") return step;
    return { ...step, effects: [...step.effects, { type: "writeEscape" }] };
  },

  /** Forgets the calls that wait for a turn when it gives a connection up. */
  dropsWhoWaits: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    return input.type === "detached" ? { ...step, state: { ...step.state, waiting: [] } } : step;
  },

  /** With the connection forgets the orders that the module may have taken. */
  losesOutcomes: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    return input.type === "lost" ? { ...step, state: { ...step.state, outcomes: [] } } : step;
  },

  /** After a reset asks what it asked before. */
  resetAsksTheSameAgain: (state, input, nowMs) => {
    return afterReset(reduce(state, input, nowMs), input, {
      asked: [],
      askedMs: [],
      believedFrom: 0,
    });
  },

  /** After a reset asks what looks like the command that was given up before. */
  resetForgetsWhatIsAbandoned: (state, input, nowMs) => {
    return afterReset(reduce(state, input, nowMs), input, { abandoned: undefined });
  },

  /** After a reset believes the answer to what it asked before. */
  resetBelievesWhatWasAsked: (state, input, nowMs) => {
    return afterReset(reduce(state, input, nowMs), input, { believedFrom: 0 });
  },

  /** Takes every sign of a restart for one, and forgets what it waits for. */
  believesSilentRestarts: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    if (!step.effects.some(({ type }) => type === "restarted")) return step;
    const ended = step.state.outcomes.filter(({ abandoned }) => !abandoned);
    const told = ended.map(({ call: { id } }) => {
      return { type: "settle" as const, id, result: { ok: false as const, error: "restarted" } };
    });
    return { state: { ...step.state, outcomes: [] }, effects: [...step.effects, ...told] };
  },

  /** Asks for each piece of a stream twice. */
  pullsTwice: (state, input, nowMs) => {
    const step = reduce(state, input, nowMs);
    return { ...step, effects: [...step.effects, ...step.effects.filter(isPull)] };
  },

  throws: (state, input, nowMs) => {
    if (state.wire.kind === "escaping" && input.type === "line") throw new Error("thrown");
    return reduce(state, input, nowMs);
  },
};

function isPull({ type }: ChannelEffect): boolean {
  return type === "pull";
}

type Wire<Kind extends WireState["kind"]> = Extract<WireState, { kind: Kind }>;

function withoutLeft(
  state: ChannelState,
  input: ChannelInput,
  change: Partial<Wire<"lost">["left"]>,
): ChannelState {
  const { wire } = state;
  if (input.type !== "attached" || (wire.kind !== "lost" && wire.kind !== "detached")) return state;
  return { ...state, wire: { ...wire, left: { ...wire.left, ...change } } };
}

function afterReset(step: Step, input: ChannelInput, change: Partial<Wire<"quarantined">>): Step {
  const { wire } = step.state;
  if (input.type !== "reset" || wire.kind !== "quarantined") return step;
  return { ...step, state: { ...step.state, wire: { ...wire, ...change } } };
}

function proven(state: ChannelState): ChannelState {
  return { ...state, wire: { kind: "idle", proof: "proven" } };
}
