import { reduce } from "@qsmtp/client/channel";
import { type PlannedCall, planCall } from "./call-plan.ts";
import { Calm, echoOff, probe } from "./calm.ts";
import type { Reduce } from "./client-states.ts";
import type { Configuration } from "./configuration.ts";
import { emptyEnvironment } from "./environment.ts";
import { doubled, PairIndex } from "./pair-index.ts";
import { traceOf } from "./trace.ts";
import { type Event, Transitions, type World } from "./world.ts";

export interface Violation {
  /** What was broken, its kind in front. */
  readonly what: string;
  /** The shortest way there, for people. */
  readonly trace: string;
}

export interface Exploration {
  readonly configuration: Configuration;
  readonly states: number;
  readonly transitions: number;
  /** Events on the longest of the shortest ways. */
  readonly depth: number;
  /** Worlds from which nothing was followed, because too much had been asked. */
  readonly pruned: number;
  /** How often the client could not know better, by name. */
  readonly exempt: ReadonlyMap<string, number>;
  readonly clientStates: number;
  readonly elapsedMs: number;
  /** Whether everything within the bounds was seen. */
  readonly complete: boolean;
  readonly violation: Violation | undefined;
}

export interface ExploreOptions {
  readonly reduce?: Reduce;
  /** Ends the search after so much real time. */
  readonly limitMs?: number;
  readonly onProgress?: (states: number, depth: number) => void;
}

/** A module that falls silent is tried from one world of so many. */
const muteEvery = 8;
const progressEvery = 1 << 17;

/** Visits every world within the bounds, the nearest first, until one breaks a promise. */
export function explore(configuration: Configuration, options: ExploreOptions = {}): Exploration {
  return new Search(configuration, options).run();
}

class Search {
  readonly #configuration: Configuration;
  readonly #options: ExploreOptions;
  readonly #transitions: Transitions;
  readonly #calm: Calm;
  readonly #start: World;
  readonly #calls: readonly PlannedCall[];
  readonly #seen = new PairIndex();
  #parents = new Int32Array(1 << 12);
  #choices = new Int32Array(1 << 12);
  readonly #exempt = new Map<string, number>();
  #steps = 0;
  #pruned = 0;
  #depth = 0;

  constructor(configuration: Configuration, options: ExploreOptions) {
    this.#configuration = configuration;
    this.#options = options;
    this.#calls = configuration.calls.map((plan, at) => planCall(at + 1, plan));
    const calls = new Map([...this.#calls, probe, echoOff].map((call) => [call.id, call]));
    const { slowBlocks, controlLines, echoReturns } = configuration;
    const keepsInput = configuration.policy === "queue";
    this.#transitions = new Transitions(options.reduce ?? reduce, {
      calls,
      keepsInput,
      slowBlocks,
      controlLines,
      echoReturns,
    });
    this.#calm = new Calm(this.#transitions);
    this.#start = this.#beginning();
  }

  run(): Exploration {
    const began = performance.now();
    const { limitMs = Number.POSITIVE_INFINITY, onProgress } = this.#options;
    let violation = this.#plain() ?? this.#visit(this.#start, -1, -1);
    let levelEnd = this.#seen.size;
    let index = 0;
    let complete = true;
    for (; index < this.#seen.size && violation === undefined; index++) {
      if (index === levelEnd) {
        levelEnd = this.#seen.size;
        this.#depth += 1;
      }
      if (index % progressEvery === progressEvery - 1) onProgress?.(this.#seen.size, this.#depth);
      if (index % 4096 === 0 && performance.now() - began > limitMs) {
        complete = false;
        break;
      }
      violation = this.#expand(index);
    }
    return {
      configuration: this.#configuration,
      states: this.#seen.size,
      transitions: this.#steps,
      depth: this.#depth,
      pruned: this.#pruned,
      exempt: this.#exempt,
      clientStates: this.#transitions.clients.size,
      elapsedMs: performance.now() - began,
      complete: complete && violation === undefined,
      violation,
    };
  }

  #plain(): Violation | undefined {
    const unrest = this.#calm.whenAllIsWell(this.#start, this.#calls);
    return unrest && this.#told(unrest.violation, unrest.events);
  }

  #expand(index: number): Violation | undefined {
    const world = { client: this.#seen.first(index), env: this.#seen.second(index) };
    if (this.#transitions.env(world.env).spare < 0) {
      this.#pruned += 1;
      return undefined;
    }
    const events = this.#transitions.events(world);
    for (let choice = 0; choice < events.length; choice++) {
      const event = events[choice];
      if (event === undefined) continue;
      this.#steps += 1;
      const { world: next, violation, exempt } = this.#transitions.run(world, event);
      for (const name of exempt) this.#exempt.set(name, (this.#exempt.get(name) ?? 0) + 1);
      if (violation !== undefined) {
        return this.#told(violation, [...this.#way(index), event]);
      }
      const broken = this.#visit(next, index, choice);
      if (broken !== undefined) return broken;
    }
    return undefined;
  }

  /** Takes note of a world, and sees that all can still end well from it. */
  #visit(world: World, parent: number, choice: number): Violation | undefined {
    if (!this.#seen.add(world.client, world.env)) return undefined;
    const index = this.#seen.size - 1;
    if (index === this.#parents.length) {
      this.#parents = doubled(this.#parents);
      this.#choices = doubled(this.#choices);
    }
    this.#parents[index] = parent;
    this.#choices[index] = choice;
    const unrest =
      this.#calm.whenAnswered(world) ??
      (index % muteEvery === 0 ? this.#calm.whenMute(world) : undefined);
    if (unrest === undefined) return undefined;
    return this.#told(unrest.violation, [...this.#way(index), ...unrest.events]);
  }

  #told(what: string, events: readonly Event[]): Violation {
    return { what, trace: traceOf(this.#transitions, this.#start, events) };
  }

  #way(index: number): readonly Event[] {
    const events: Event[] = [];
    for (let at = index; at > 0; at = this.#parents[at] ?? 0) {
      const parent = this.#parents[at] ?? 0;
      const world = { client: this.#seen.first(parent), env: this.#seen.second(parent) };
      const event = this.#transitions.events(world)[this.#choices[at] ?? 0];
      if (event !== undefined) events.push(event);
    }
    return events.reverse();
  }

  #beginning(): World {
    const { controlLines, opening, echo } = this.#configuration;
    const env = emptyEnvironment(this.#configuration);
    const opened = this.#transitions.opening(env, controlLines);
    if (opening) return opened;
    const free = this.#calm.settled(opened);
    if (echo) return free;
    const set = this.#transitions.run(free, this.#transitions.issue(free.env, echoOff));
    return this.#calm.settled(set.world);
  }
}
