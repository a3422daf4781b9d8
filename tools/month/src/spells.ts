import type { FakeModule, SendingPlan } from "@qsmtp/fake-module";
import { TransportError } from "@qsmtp/transport";
import type { LineFaults } from "./line-faults.ts";
import { SeededRandom } from "./seeded-random.ts";
import type { Spell, WeatherKind } from "./weather.ts";

/** What a spell can do to the world. */
export interface SpellWorld {
  readonly seed: number;
  readonly module: FakeModule;
  readonly line: LineFaults;
  crash(downMs: number): void;
  /** Closes the module well, and opens it again after that. */
  closeFor(downMs: number): void;
  violation(mail: number | undefined, what: string): void;
}

/** Begins a spell; gives what ends it. */
type Begin = (
  world: SpellWorld,
  random: SeededRandom,
  durationMs: number,
) => (() => void) | undefined;

/** How many spells of the same effect are on. */
class Overlaps {
  readonly #on = new Map<string, number>();

  begin(what: string, on: () => void, off: () => void): () => void {
    const count = (this.#on.get(what) ?? 0) + 1;
    this.#on.set(what, count);
    if (count === 1) on();
    return () => {
      const left = (this.#on.get(what) ?? 1) - 1;
      this.#on.set(what, left);
      if (left === 0) off();
    };
  }
}

/** The spells of one world, by their kind. */
export class Spells {
  readonly #world: SpellWorld;
  readonly #overlaps = new Overlaps();
  readonly #begin: Readonly<Record<WeatherKind, Begin>>;

  constructor(world: SpellWorld) {
    this.#world = world;
    this.#begin = this.#table();
  }

  begin({ kind, number, durationMs }: Spell): void {
    const world = this.#world;
    const random = new SeededRandom(world.seed, "spell", kind, number);
    const end = this.#begin[kind](world, random, durationMs);
    if (end !== undefined) world.module.clock.setTimeout(end, durationMs);
  }

  /** The port is gone for so long; 0: the connection only. */
  unplug(durationMs: number): void {
    const { clock } = this.#world.module;
    const plugIn = this.#unplugged();
    clock.setTimeout(plugIn, durationMs);
  }

  #unplugged(): () => void {
    const { wire } = this.#world.module;
    return this.#overlaps.begin(
      "unplugged",
      () => {
        wire.openFails = () =>
          Promise.reject(new TransportError("PORT_NOT_FOUND", "there is no such port"));
        wire.unplug();
      },
      () => {
        wire.openFails = undefined;
      },
    );
  }

  stall(durationMs: number): void {
    const { clock } = this.#world.module;
    clock.setTimeout(this.#stalled(), durationMs);
  }

  #stalled(): () => void {
    const { wire } = this.#world.module;
    return this.#overlaps.begin(
      "stalled",
      () => wire.stall(),
      () => wire.resume(),
    );
  }

  #hung(): () => void {
    const { module } = this.#world;
    return this.#overlaps.begin(
      "hangs",
      () => module.hang({ hears: false }),
      () => module.wakeUp(),
    );
  }

  /** Somebody comes and switches it off and on, if nothing has restarted it before. */
  #hungUntilRestart(hears: boolean): () => void {
    const { module } = this.#world;
    const restarts = module.restarts;
    module.hang({ hears });
    return () => {
      if (module.restarts === restarts) module.powerCycle();
    };
  }

  #unregistered(status: number, dropsContexts: boolean): () => void {
    const { network } = this.#world.module;
    const set = (to: number): void => {
      network.status.CREG = to;
      network.status.CGREG = to;
      network.status.CEREG = to;
    };
    if (dropsContexts) dropContext(this.#world.module, true);
    return this.#overlaps.begin(
      "unregistered",
      () => set(status),
      () => set(1),
    );
  }

  #server(usual: SendingPlan): () => void {
    const { mail } = this.#world.module;
    mail.usual = usual;
    return () => {
      if (mail.usual === usual) mail.usual = { result: "0,0" };
    };
  }

  #table(): Readonly<Record<WeatherKind, Begin>> {
    return {
      "unplugged for a moment": () => this.#unplugged(),
      "unplugged for minutes": () => this.#unplugged(),
      "unplugged for an hour": ({ module }, random) => {
        // Its power came over the same plug.
        if (random.chance(0.5)) module.powerCycle();
        return this.#unplugged();
      },
      "flow stalls": () => this.#stalled(),
      "noise on the line": ({ line }, random) =>
        this.#overlaps.begin(
          "noise",
          () => line.noise(random),
          () => line.noise(undefined),
        ),
      "bytes one by one": ({ module: { wire } }) =>
        this.#overlaps.begin(
          "split",
          () => {
            wire.splitToHost = true;
          },
          () => {
            wire.splitToHost = false;
          },
        ),
      "module restarts, told": ({ module }) => once(() => module.powerCycle()),
      "module restarts, silent": ({ module }) => once(() => module.powerCycle(8000, false)),
      "module restarts, port gone": ({ module }) => {
        module.powerCycle();
        return this.#unplugged();
      },
      "module hangs for minutes": () => this.#hung(),
      "module hangs until restarted": () => this.#hungUntilRestart(true),
      "module hangs until power": () => this.#hungUntilRestart(false),
      "module answers late": ({ module }, random) => {
        const late = new SeededRandom(random.next(), "late");
        return this.#overlaps.begin(
          "late",
          () => {
            module.extraWorkMs = () => (late.chance(0.2) ? late.spread(50, 20_000) : 0);
          },
          () => {
            module.extraWorkMs = undefined;
          },
        );
      },
      "module drops input while busy": ({ module }) => {
        const before = module.whileBusy;
        return this.#overlaps.begin(
          "drops",
          () => {
            module.whileBusy = "drop";
          },
          () => {
            module.whileBusy = before;
          },
        );
      },
      "echo reappears": ({ module }) =>
        once(() => {
          module.echo = true;
        }),
      "RAM full": ({ module, violation }) => {
        const { files, restarts } = module;
        const name = "RAM:their-buffer.bin";
        if (files.stored.has(name)) return undefined;
        files.stored.set(name, "x".repeat(Math.max(0, files.freeRam - 100)));
        return () => {
          const isThere = files.stored.delete(name);
          if (!isThere && module.restarts === restarts)
            violation(undefined, "a foreign file is gone");
        };
      },
      "URC storm": ({ module }, random, durationMs) =>
        once(() => storm(module, random, durationMs)),
      "message comes": ({ module }, random) => once(() => comeMessage(module, random)),
      "SIM busy": ({ module: { network } }) =>
        this.#overlaps.begin(
          "sim",
          () => {
            network.simError = 14;
          },
          () => {
            network.simError = undefined;
          },
        ),
      "registration lost": (_world, random) => this.#unregistered(2, random.chance(0.5)),
      "registration denied": (_world, random) => this.#unregistered(3, random.chance(0.8)),
      "context dropped, told": ({ module }) => once(() => dropContext(module, true)),
      "context dropped, silent": ({ module }) => once(() => dropContext(module, false)),
      "activation fails for hours": ({ module }) => {
        const { contexts } = module.network;
        dropContext(module, true);
        contexts.failures.push(...Array.from({ length: 2000 }, () => 561));
        return () => {
          contexts.failures.length = 0;
        };
      },
      "server refuses for now (4xx)": (_world, random) =>
        this.#server({ result: random.pick(["660,451", "666,421", "667,450", "660,452"]) }),
      "server refuses for good (5xx)": (_world, random) =>
        this.#server({ result: random.pick(["660,550", "677,535", "660,554"]) }),
      "server slow": (_world, random) =>
        this.#server({ result: "0,0", ms: Math.floor(random.spread(5000, 200_000)) }),
      "server closes the connection": (_world, random) =>
        this.#server({
          result: random.pick(["656,0", "654,0", "658,0"]),
          delivers: random.chance(0.5),
        }),
      "name of the server unknown": () => this.#server({ result: "653,0" }),
      "results do not come": (_world, random) =>
        this.#server({ result: undefined, delivers: random.chance(0.5) }),
      "host crashes": ({ crash }, _random, durationMs) => once(() => crash(durationMs)),
      "host closes the module": ({ closeFor }, _random, durationMs) =>
        once(() => closeFor(durationMs)),
    };
  }
}

/** Happens, and is over: nothing ends it. */
function once(step: () => void): undefined {
  step();
}

/** The network takes the context away, with or without a word. */
export function dropContext(module: FakeModule, told: boolean): void {
  const { contexts } = module.network;
  if (!contexts.active.has(1)) return;
  if (!told) {
    contexts.dead.add(1);
    return;
  }
  contexts.active.delete(1);
  contexts.dead.delete(1);
  module.print('\r\n+QIURC: "pdpdeact",1\r\n');
}

const stormLines: readonly [string, ...string[]] = [
  '+QIND: "csq",20,99',
  "+CREG: 1",
  "+CEREG: 1",
  "+CGREG: 5",
  '+QIND: "act","LTE"',
  '+CTZV: "+04"',
  "RING",
];

function storm(module: FakeModule, random: SeededRandom, durationMs: number): void {
  const endMs = module.clock.now() + durationMs;
  const next = (): void => {
    if (module.clock.now() >= endMs) return;
    module.print(`\r\n${random.pick(stormLines)}\r\n`);
    module.clock.setTimeout(next, random.int(5, 200));
  };
  next();
}

/** Texts of messages that read as replies. */
const texts: readonly [string, ...string[]] = ["OK", "ERROR", "+QSMTPPUT: 0,0", "Alarm!", "RDY"];

export function comeMessage(module: FakeModule, random: SeededRandom): void {
  const text = random.pick(texts);
  module.print(
    module.network.prints("message")
      ? `\r\n+CMT: "+49170555${random.int(1000, 9999)}",,"26/11/30,08:00:00+04"\r\n${text}\r\n`
      : `\r\n+CMTI: "SM",${random.int(1, 30)}\r\n`,
  );
}
