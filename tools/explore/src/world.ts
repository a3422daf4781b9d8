import { openingState } from "@qsmtp/client/channel";
import type { PlannedCall } from "./call-plan.ts";
import { type Act, ClientStates, type NamedInput, type Reduce } from "./client-states.ts";
import { attachMoves, downMoves, replacedMove, resetMove } from "./connection.ts";
import { type Environment, outstanding, type Rules, Scene } from "./environment.ts";
import type { Move } from "./move.ts";
import {
  elapse,
  faultMoves,
  giveUpMoves,
  issue,
  moduleDueMs,
  naturalMoves,
  nextCall,
} from "./moves.ts";
import { PairIndex } from "./pair-index.ts";
import { takeActs } from "./take-acts.ts";

/** Time beyond its limit after which a call must have ended. */
const graceMs = 50;

/** One state of everything: a client and an environment, each by its number. */
export interface World {
  readonly client: number;
  readonly env: number;
}

/** What happens next, as far as it is not the client's. */
export interface Event {
  readonly label: string;
  readonly afterMs: number;
  readonly env: number;
  readonly input: NamedInput | undefined;
  readonly violation: string | undefined;
  /** Goes on until something is due. */
  readonly thenWaits: boolean;
}

export interface Outcome {
  readonly world: World;
  readonly violation: string | undefined;
  readonly exempt: readonly string[];
  readonly elapsedMs: number;
}

interface Taken {
  readonly env: number;
  readonly ended: number;
  readonly violation: string | undefined;
  readonly exempt: readonly string[];
}

const tick: NamedInput = { name: "tick", input: { type: "tick" } };
const written: NamedInput = { name: "written", input: { type: "written" } };

/** The transitions of a world; parts that were worked out once are looked up. */
export class Transitions {
  readonly clients: ClientStates;
  readonly rules: Rules;
  readonly #envs: Environment[] = [];
  readonly #ids = new Map<string, number>();
  readonly #left: (string | undefined)[] = [];
  readonly #natural: (readonly Event[] | undefined)[] = [];
  readonly #others: (readonly Event[] | undefined)[] = [];
  readonly #known = new PairIndex();
  readonly #taken: Taken[] = [];
  readonly #settled = new Map<number, number>();

  constructor(reduce: Reduce, rules: Rules) {
    this.clients = new ClientStates(reduce);
    this.rules = rules;
  }

  opening(env: Environment, controlLines: boolean): World {
    return { client: this.clients.add(openingState(0, controlLines)), env: this.addEnv(env) };
  }

  env(id: number): Environment {
    const env = this.#envs[id];
    if (env === undefined) throw new RangeError(`no environment has the number ${id}`);
    return env;
  }

  addEnv(env: Environment): number {
    const key = JSON.stringify(env);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#envs.length;
    this.#ids.set(key, id);
    this.#envs.push(env);
    this.#left.push(outstanding(env));
    return id;
  }

  /** Everything that may happen next, always in the same order. */
  events(world: World): readonly Event[] {
    return [
      ...this.natural(world.env),
      ...this.#other(world.env),
      ...this.#recovery(world),
      ...this.#calls(world),
      ...this.times(world),
    ];
  }

  /** What whoever brings the module back asks the client for. */
  #recovery({ client, env }: World): readonly Event[] {
    const state = this.env(env);
    const { isIdle, isClosed } = this.clients.view(client);
    const moves: Move[] = [];
    if (state.resets > 0 && isClosed) moves.push(resetMove(state, this.rules));
    if (state.swapped && isIdle) moves.push(replacedMove(state, this.rules));
    return this.#asEvents(moves);
  }

  /**
   * A call that cannot begin yet only waits: whatever comes before the clock moves on could as well
   * come before the call. So it is asked when it begins, or right before time goes by.
   */
  #calls({ client, env }: World): readonly Event[] {
    const next = nextCall(this.env(env), this.rules);
    if (next === undefined) return [];
    const thenWaits = !this.clients.view(client).isIdle;
    return [{ ...this.issue(env, next), thenWaits }];
  }

  natural(env: number): readonly Event[] {
    let events = this.#natural[env];
    if (events === undefined) {
      events = this.#asEvents(naturalMoves(this.env(env), this.rules));
      this.#natural[env] = events;
    }
    return events;
  }

  /** Time goes on to what is due next, at the client or in the module. */
  times({ client, env }: World): readonly Event[] {
    const { dueMs } = this.clients.view(client);
    const moduleMs = moduleDueMs(this.env(env));
    const events: Event[] = [];
    if (moduleMs < dueMs) events.push(this.#time(env, moduleMs, undefined));
    if (dueMs < Number.POSITIVE_INFINITY) events.push(this.#time(env, Math.max(0, dueMs), tick));
    return events;
  }

  issue(env: number, planned: PlannedCall): Event {
    const [event] = this.#asEvents([issue(this.env(env), this.rules, planned)]);
    if (event === undefined) throw new Error("an issued call is an event");
    return event;
  }

  /** What comes of an event: the client's step, and those that its writes bring on at once. */
  run(world: World, event: Event, onActs?: (acts: readonly Act[]) => void): Outcome {
    let { client } = world;
    let { env, violation } = event;
    const exempt: string[] = [];
    const inputs: (NamedInput | undefined)[] = [event.input];
    let afterMs = event.afterMs;
    for (let input = inputs.shift(); ; input = inputs.shift()) {
      if (input !== undefined || afterMs > 0) {
        const before = client;
        const step = this.clients.step(client, afterMs, input);
        afterMs = 0;
        client = step.client;
        if (step.crash !== undefined) violation ??= `crash: ${step.crash}`;
        onActs?.(this.clients.acts(step.acts));
        const taken = this.#take(env, step.acts);
        env = taken.env;
        if (this.#asksAgain(before, client)) env = this.#spend(env);
        violation ??= taken.violation ?? this.#untold(before, event.env, input, step.acts);
        exempt.push(...taken.exempt);
        for (let at = 0; at < taken.ended; at++) inputs.push(written);
      }
      if (inputs.length === 0) break;
    }
    violation ??= this.#judge(client, env);
    if (event.thenWaits && violation === undefined) {
      const wait = this.times({ client, env }).at(-1);
      if (wait !== undefined) return this.run({ client, env }, wait, onActs);
    }
    if (this.clients.view(client).isIdle) env = this.#clean(env);
    return { world: { client, env }, violation, exempt, elapsedMs: event.afterMs };
  }

  /** Whether nothing of the client's is on its way in this environment. */
  isClean(env: number): boolean {
    return this.#left[env] === undefined;
  }

  #judge(client: number, env: number): string | undefined {
    const { dueMs, isProven, calls } = this.clients.view(client);
    const left = this.#left[env];
    if (isProven && left !== undefined) return `free: the wire is called proven although ${left}`;
    for (const { id } of this.env(env).open) {
      const call = calls.find((one) => one.id === id);
      if (call === undefined) return `end: call ${id} is forgotten`;
      if (dueMs > call.byMs + graceMs) {
        return `end: call ${id} has to end in ${call.byMs} ms, nothing is due before ${dueMs} ms`;
      }
    }
    return undefined;
  }

  /** An outcome that comes while its call is open is told, if it cannot be somebody's words. */
  #untold(
    before: number,
    env: number,
    input: NamedInput | undefined,
    acts: number,
  ): string | undefined {
    if (input?.input.type !== "line") return undefined;
    const { state } = this.clients.view(before);
    if (state.doubt || state.text !== undefined) return undefined;
    const { text } = input.input;
    const owner = this.env(env).open.find(({ id }) => {
      return this.rules.calls.get(id)?.outcomeLine === text;
    });
    if (owner === undefined) return undefined;
    const isTold = this.clients.acts(acts).some(({ type }) => type === "outcome");
    return isTold ? undefined : `outcome: call ${owner.id} is not told ${text}`;
  }

  #asksAgain(before: number, after: number): boolean {
    const { asked } = this.clients.view(after);
    return asked > 1 && asked > this.clients.view(before).asked;
  }

  #spend(env: number): number {
    const old = this.env(env);
    return old.spare < 0 ? env : this.addEnv({ ...old, spare: old.spare - 1 });
  }

  /** Where nothing is outstanding strays of the past are forgotten. */
  #clean(env: number): number {
    const known = this.#settled.get(env);
    if (known !== undefined) return known;
    const old = this.env(env);
    const isNews = old.out.length === 0 && this.isClean(env);
    const id = isNews
      ? this.addEnv({ ...old, credit: [], ended: undefined, batch: undefined })
      : env;
    this.#settled.set(env, id);
    return id;
  }

  #take(env: number, acts: number): Taken {
    const known = this.#taken[this.#known.indexOf(env, acts)];
    if (known !== undefined) return known;
    const scene = new Scene(this.env(env), this.rules);
    const ended = takeActs(scene, this.clients.acts(acts));
    const { violation, exempt } = scene;
    const taken = { env: this.addEnv(scene.env), ended, violation, exempt };
    this.#known.add(env, acts);
    this.#taken.push(taken);
    return taken;
  }

  #other(env: number): readonly Event[] {
    let events = this.#others[env];
    if (events === undefined) {
      const state = this.env(env);
      events = this.#asEvents([
        ...giveUpMoves(state, this.rules),
        ...faultMoves(state, this.rules),
        ...downMoves(state, this.rules),
        ...attachMoves(state, this.rules),
      ]);
      this.#others[env] = events;
    }
    return events;
  }

  #time(env: number, byMs: number, input: NamedInput | undefined): Event {
    const old = this.env(env);
    const aged = elapse(old, this.rules, byMs);
    const later = aged === old ? env : this.addEnv(aged);
    const label = `${Math.round(byMs)} ms go by`;
    return { label, afterMs: byMs, env: later, input, violation: undefined, thenWaits: false };
  }

  #asEvents(moves: readonly Move[]): readonly Event[] {
    return moves.map(({ label, input, env, violation }) => ({
      label,
      input,
      violation,
      afterMs: 0,
      thenWaits: false,
      env: this.addEnv(env),
    }));
  }
}
