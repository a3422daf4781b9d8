import { type PlannedCall, planCall } from "./call-plan.ts";
import type { Act } from "./client-states.ts";
import { emptyEnvironment, noBudget } from "./environment.ts";
import { PairIndex } from "./pair-index.ts";
import type { Event, Transitions, World } from "./world.ts";

/** Calls of the explorer's own, behind those of the configuration. */
export const probe: PlannedCall = planCall(9, { kind: "query" });
export const echoOff: PlannedCall = planCall(8, { kind: "echoOff" });

/** What must not take longer, once nothing goes wrong any more. */
const calmMs = 15 * 60_000;
const maxSteps = 20_000;

export interface Unrest {
  readonly violation: string;
  readonly events: readonly Event[];
}

/** Whether all ends well from a world in which nothing goes wrong any more, and no call is added. */
export class Calm {
  readonly #transitions: Transitions;
  /** Worlds from which it is known to. */
  readonly #calm = new PairIndex();
  readonly #mute = new PairIndex();

  constructor(transitions: Transitions) {
    this.#transitions = transitions;
  }

  /** With a module that answers at once the wire is free again, and a further query succeeds. */
  whenAnswered(world: World): Unrest | undefined {
    const from = this.#withoutFaults(world);
    const { calm, events, unrest } = this.#walk(from, this.#calm);
    if (unrest !== undefined || calm === undefined) return unrest;
    const last = this.#probe(calm);
    return last && { violation: last.violation, events: [...events, ...last.events] };
  }

  /** Where nothing goes wrong at all, every call succeeds. */
  whenAllIsWell(world: World, calls: readonly PlannedCall[]): Unrest | undefined {
    const all: Event[] = [];
    let at = world;
    for (const call of calls) {
      const asked = this.#ask(at, call);
      all.push(...asked.events);
      if (asked.violation !== undefined) {
        return { violation: `plain: ${asked.violation}`, events: all };
      }
      at = asked.world;
    }
    return undefined;
  }

  /** With a module that says nothing any more every call ends. */
  whenMute(world: World): Unrest | undefined {
    const transitions = this.#transitions;
    let at = this.#silenced(world);
    const events: Event[] = [];
    for (let ms = 0; this.#endless(at).length > 0; ) {
      if (!this.#mute.add(at.client, at.env)) return undefined;
      const event = transitions.times(at).at(-1);
      if (event === undefined || ms > calmMs || events.length > maxSteps) {
        const ids = transitions.env(at.env).open.map(({ id }) => id);
        return {
          violation: `end: nothing ends call ${ids.join()} when the module is mute`,
          events,
        };
      }
      ms += event.afterMs;
      events.push(event);
      const { world: next, violation } = transitions.run(at, event);
      if (violation !== undefined) return { violation, events };
      at = next;
    }
    return undefined;
  }

  /** Open calls that nobody but the channel ends: a job that waits for its turn has its own limit. */
  #endless({ env }: World): readonly number[] {
    const { open } = this.#transitions.env(env);
    return open
      .map(({ id }) => id)
      .filter((id) => {
        const plan = this.#transitions.rules.calls.get(id);
        const isWaiting = open.some((call) => call.id === id && call.fate === "waiting");
        return !isWaiting || (plan !== undefined && plan.timeoutMs !== undefined);
      });
  }

  /** The world at rest, for the beginning of an exploration. */
  settled(world: World): World {
    const { calm, unrest } = this.#walk(world, new PairIndex());
    if (calm === undefined) throw new Error(unrest?.violation ?? "it never comes to rest");
    return calm;
  }

  /** A module that takes nothing in, however it was before. */
  #silenced({ client, env }: World): World {
    const { open, port, link, data, ended } = this.#transitions.env(env);
    const mute = {
      ...emptyEnvironment({ ...noBudget, spare: -1 }),
      link,
      booting: true,
      // Nobody tells the client that the phase is over.
      ended: data === undefined ? ended : { id: data.id, told: false },
      port: port && [],
      open: open.map(({ id, fate }) => ({
        id,
        fate: fate === "waiting" ? fate : ("lost" as const),
        answer: undefined,
        strays: [],
      })),
    };
    return { client, env: this.#transitions.addEnv(mute) };
  }

  #withoutFaults({ client, env }: World): World {
    const old = this.#transitions.env(env);
    const issued = this.#transitions.rules.calls.size;
    return {
      client,
      env: this.#transitions.addEnv({ ...old, ...noBudget, spare: -1, issued }),
    };
  }

  /** Goes on until the wire is free, or until a world that is known. */
  #walk(
    from: World,
    known: PairIndex,
  ): { calm: World | undefined; events: readonly Event[]; unrest: Unrest | undefined } {
    const transitions = this.#transitions;
    const events: Event[] = [];
    let at = from;
    let ms = 0;
    for (;;) {
      if (!known.add(at.client, at.env)) return { calm: undefined, events, unrest: undefined };
      const [event] = [...transitions.natural(at.env), ...transitions.times(at)];
      const { isIdle } = transitions.clients.view(at.client);
      const isAtRest = transitions.natural(at.env).length === 0 && isIdle;
      if (isAtRest && transitions.isClean(at.env)) return { calm: at, events, unrest: undefined };
      if (event === undefined || ms > calmMs || events.length > maxSteps) {
        const violation = "life: the wire never comes free, although nothing goes wrong any more";
        return { calm: undefined, events, unrest: { violation, events } };
      }
      ms += event.afterMs;
      events.push(event);
      const { world, violation } = transitions.run(at, event);
      if (violation !== undefined) {
        return { calm: undefined, events, unrest: { violation, events } };
      }
      at = world;
    }
  }

  /** A query through the wire that came to rest. */
  #probe(calm: World): Unrest | undefined {
    const { violation, events } = this.#ask(calm, probe);
    return violation === undefined ? undefined : { violation: `life: ${violation}`, events };
  }

  /** One call that the module answers at once: its caller has to be told what it answered. */
  #ask(from: World, planned: PlannedCall): Asked {
    const transitions = this.#transitions;
    const events: Event[] = [transitions.issue(from.env, planned)];
    let told: string | undefined;
    const listen = (acts: readonly Act[]): void => {
      for (const act of acts) if (act.type === "settle" && act.id === planned.id) told = act.words;
    };
    let at = from;
    for (let event = events[0]; event !== undefined && events.length < maxSteps; ) {
      const { world, violation } = transitions.run(at, event, listen);
      if (violation !== undefined) return { world, violation, events };
      at = world;
      if (told !== undefined) break;
      [event] = [...transitions.natural(at.env), ...transitions.times(at)];
      if (event !== undefined) events.push(event);
    }
    const isRight = told === planned.truth;
    const shown = `call ${planned.id} is told ${told ?? "nothing"}, and nothing goes wrong`;
    return { world: at, violation: isRight ? undefined : shown, events };
  }
}

interface Asked {
  readonly world: World;
  readonly violation: string | undefined;
  readonly events: readonly Event[];
}
