import {
  type ChannelEffect,
  type ChannelInput,
  type ChannelState,
  dueMs,
  type reduce,
} from "@qsmtp/client/channel";
import { told, wordsOf } from "./call-plan.ts";
import { keyOf, setBack } from "./moments.ts";
import { PairIndex } from "./pair-index.ts";

/** The client's decisions, or a variant of them that is wrong on purpose. */
export type Reduce = typeof reduce;

/** Bytes that the client hands over, with their origin. */
export type Bytes =
  | { readonly what: "command"; readonly id: number }
  | { readonly what: "ask"; readonly text: string; readonly fresh: boolean }
  | {
      readonly what: "block";
      readonly id: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly what: "plus" };

/** What the world sees of a step of the client. */
export type Act =
  | { readonly type: "write"; readonly bytes: Bytes }
  | { readonly type: "dtr"; readonly asserted: boolean }
  | { readonly type: "pull"; readonly id: number; readonly lengthBytes: number }
  /** A call is told its outcome, perhaps long after it was given up. */
  | { readonly type: "outcome"; readonly id: number; readonly words: string }
  | { readonly type: "settle"; readonly id: number; readonly words: string };

/** What a state of the client looks like from outside. */
export interface ClientView {
  readonly state: ChannelState;
  /** When time alone brings it on. */
  readonly dueMs: number;
  readonly isProven: boolean;
  readonly isIdle: boolean;
  /** Whether it tries to find out what the module is up to, and has nothing on its way. */
  readonly isClosed: boolean;
  /** Calls that it has not settled, and when each has to be. */
  readonly calls: readonly { readonly id: number; readonly byMs: number }[];
  /** Questions asked since the wire was free last. */
  readonly asked: number;
}

export interface ClientStep {
  readonly client: number;
  /** Number of the list of acts, see {@link ClientStates.acts}. */
  readonly acts: number;
  readonly crash: string | undefined;
}

/** An input with a name that is the same for equal ones. */
export interface NamedInput {
  readonly name: string;
  readonly input: ChannelInput;
}

/**
 * Every state of the client that was met, as a number, with the clock set to 0 in each. The reducer is
 * asked once for each state and input: worlds that differ only in the module share the answer.
 */
export class ClientStates {
  readonly #reduce: Reduce;
  readonly #views: ClientView[] = [];
  readonly #ids = new Map<string, number>();
  readonly #inputs = new Map<string, number>();
  readonly #known = new PairIndex();
  readonly #steps: ClientStep[] = [];
  readonly #acts: (readonly Act[])[] = [];
  readonly #actIds = new Map<string, number>();

  constructor(reduce: Reduce) {
    this.#reduce = reduce;
  }

  get size(): number {
    return this.#views.length;
  }

  view(client: number): ClientView {
    return at(this.#views, client);
  }

  acts(acts: number): readonly Act[] {
    return at(this.#acts, acts);
  }

  add(state: ChannelState): number {
    const key = keyOf(state);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#views.length;
    this.#ids.set(key, id);
    this.#views.push(viewOf(state));
    return id;
  }

  /** What the client does `afterMs` later; without an input only the time goes by. */
  step(client: number, afterMs: number, named: NamedInput | undefined): ClientStep {
    const name = `${afterMs} ${named?.name ?? ""}`;
    let id = this.#inputs.get(name);
    if (id === undefined) {
      id = this.#inputs.size;
      this.#inputs.set(name, id);
    }
    const known = this.#known.indexOf(client, id);
    if (known >= 0) return at(this.#steps, known);
    const step = this.#work(this.view(client).state, afterMs, named?.input);
    this.#known.add(client, id);
    this.#steps.push(step);
    return step;
  }

  #work(state: ChannelState, afterMs: number, input: ChannelInput | undefined): ClientStep {
    const later = setBack(state, afterMs);
    if (input === undefined)
      return { client: this.add(later), acts: this.#addActs([]), crash: undefined };
    try {
      const step = this.#reduce(later, input, 0);
      const acts = this.#addActs(step.effects.flatMap((effect) => actOf(effect, later)));
      return { client: this.add(setBack(step.state, 0)), acts, crash: undefined };
    } catch (error) {
      const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { client: this.add(later), acts: this.#addActs([]), crash };
    }
  }

  #addActs(acts: readonly Act[]): number {
    const key = JSON.stringify(acts);
    const known = this.#actIds.get(key);
    if (known !== undefined) return known;
    this.#acts.push(acts);
    this.#actIds.set(key, this.#acts.length - 1);
    return this.#acts.length - 1;
  }
}

function viewOf(state: ChannelState): ClientView {
  const { wire } = state;
  const quarantined = wire.kind === "escaping" ? wire.behind : wire;
  return {
    state,
    dueMs: dueMs(state, 0),
    calls: openCalls(state),
    isIdle: wire.kind === "idle",
    isClosed: quarantined.kind === "quarantined" && state.openWrites === 0,
    isProven: wire.kind === "idle" && wire.proof === "proven",
    asked: quarantined.kind === "quarantined" ? quarantined.asked.length : 0,
  };
}

function openCalls({ wire, waiting, outcomes }: ChannelState): ClientView["calls"] {
  const quarantined = wire.kind === "escaping" ? wire.behind : wire;
  const pending = quarantined.kind === "quarantined" ? quarantined.pending?.call : undefined;
  const running = wire.kind === "running" ? wire.call : pending;
  const accepted = outcomes.flatMap(({ call, abandoned }) => (abandoned ? [] : [call]));
  return [
    ...waiting.map(({ id, turnByMs, endByMs }) => ({ id, byMs: Math.min(turnByMs, endByMs) })),
    ...[...accepted, ...(running === undefined ? [] : [running])].map(({ id, endByMs }) => {
      return { id, byMs: endByMs };
    }),
  ];
}

/** A block's call is the one that was on the wire, or has just been given it. */
function actOf(effect: ChannelEffect, { wire }: ChannelState): readonly Act[] {
  switch (effect.type) {
    case "writeCommand":
      return [{ type: "write", bytes: { what: "command", id: effect.call.id } }];
    case "ask": {
      const { command, fresh } = effect;
      return [{ type: "write", bytes: { what: "ask", text: command.text, fresh } }];
    }
    case "writeBlock": {
      const from = effect.bytes.byteOffset;
      const id = wire.kind === "running" ? wire.call.id : -1;
      return [
        { type: "write", bytes: { what: "block", id, from, to: from + effect.bytes.length } },
      ];
    }
    case "writeEscape":
      return [{ type: "write", bytes: { what: "plus" } }];
    case "setDtr":
      return [{ type: "dtr", asserted: effect.asserted }];
    case "pull":
      return [{ type: "pull", id: effect.id, lengthBytes: effect.lengthBytes }];
    case "outcome":
      return [{ type: "outcome", id: effect.id, words: told(effect.urc.value) }];
    case "settle":
      return [{ type: "settle", id: effect.id, words: wordsOf(effect.result) }];
    default:
      return [];
  }
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError(`nothing has the number ${index}`);
  return value;
}
