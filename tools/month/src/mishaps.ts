import type { SendOptions } from "@qsmtp/client";
import type { FakeModule, SendingPlan } from "@qsmtp/fake-module";
import type { LineFaults } from "./line-faults.ts";
import { type MishapKind, stepsOfMail } from "./mishap-kinds.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { comeMessage, type Spells } from "./spells.ts";

/** What a mishap can do to the world. */
export interface MishapWorld {
  readonly module: FakeModule;
  readonly line: LineFaults;
  readonly spells: Spells;
  /** Ends the process at once; it is started again after so long. */
  crash(downMs: number): void;
  closeFor(downMs: number): void;
  /** Calls back after a while, as long as the process lives that tries the mail. */
  later(delayMs: number, step: () => void): void;
}

/** What a mishap changes of the options of its mail. */
export type ChangedOptions = Partial<
  Pick<SendOptions, "signal" | "timeoutMs" | "sendSeconds" | "beforeOrder">
>;

type Arrange = (world: MishapWorld, random: SeededRandom) => ChangedOptions | undefined;

const anyLine = /^/;
const order = "AT+QSMTPPUT";
const error = "\r\nERROR\r\n";

/** Arranges for a mishap of the try that begins now. */
export function arrange(
  kind: MishapKind,
  world: MishapWorld,
  random: SeededRandom,
): ChangedOptions | undefined {
  return arrangements[kind](world, random);
}

const arrangements: Readonly<Record<MishapKind, Arrange>> = {
  "answer late": ({ module }, random) => {
    module.on(anyLine, { skip: step(random), lateMs: random.spread(300, 200_000) });
    return undefined;
  },
  "answer missing": ({ module }, random) => {
    module.on(anyLine, { skip: step(random), answer: "" });
    return undefined;
  },
  "ERROR, not done": ({ module }, random) => {
    module.on(anyLine, { skip: step(random), answer: error, execute: false });
    return undefined;
  },
  "ERROR, done": ({ module }, random) => {
    const isPlain = (line: string): boolean => !/^AT\+(QFUPL|QSMTPBODY|QFDWL)/.test(line);
    module.on(isPlain, { skip: step(random), answer: error });
    return undefined;
  },
  "busy (652)": ({ module }, random) => {
    const answer = "\r\n+CME ERROR: 652\r\n";
    module.on(/^AT\+QSMTP/, { skip: random.int(0, 20), answer, execute: false });
    return undefined;
  },
  "another number": ({ module }, random) => {
    const answer = `\r\n+CME ERROR: ${random.pick([3, 4, 30, 50, 100, 400, 651, 664])}\r\n`;
    module.on(anyLine, { skip: step(random), answer, execute: false });
    return undefined;
  },
  "garbage before the answer": ({ module }, random) => {
    const bytes = Array.from({ length: random.int(1, 30) }, () => random.int(0, 255));
    module.on(anyLine, { skip: step(random), before: String.fromCharCode(...bytes) });
    return undefined;
  },
  "result that nobody asked for": ({ module }, random) => {
    const stray = random.pick(["\r\nOK\r\n", error, "\r\n+CME ERROR: 100\r\n"]);
    const place = random.chance(0.5) ? { before: stray } : { after: stray };
    module.on(anyLine, { skip: step(random), ...place });
    return undefined;
  },
  "merged with a message": ({ module }, random) => {
    module.on(anyLine, { skip: step(random), begin: (busy) => comeMessage(busy, random) });
    return undefined;
  },
  "restart at a step, told": ({ module }, random) => {
    module.on(anyLine, { skip: step(random), answer: "", end: (running) => running.powerCycle() });
    return undefined;
  },
  "restart at a step, silent": ({ module }, random) => {
    const restart = random.pick(["before", "after", "instead"]);
    module.on(anyLine, { skip: step(random), restart });
    return undefined;
  },
  "unplugged at a step": ({ module, spells }, random) => {
    const durationMs = random.spread(1, 60_000);
    module.on(anyLine, { skip: step(random), begin: () => spells.unplug(durationMs) });
    return undefined;
  },
  "byte lost to the module": damage("toModule", "lost"),
  "byte doubled to the module": damage("toModule", "doubled"),
  "bit flipped to the module": damage("toModule", "flipped"),
  "byte lost to the host": damage("toHost", "lost"),
  "byte doubled to the host": damage("toHost", "doubled"),
  "bit flipped to the host": damage("toHost", "flipped"),
  "port stalls at a write": ({ module, spells }, random) => {
    const durationMs = random.spread(50, 120_000);
    module.on(anyLine, { skip: step(random), begin: () => spells.stall(durationMs) });
    return undefined;
  },
  "data phase ends early": ({ module }, random) => {
    const leaveDataAt = Math.floor(random.spread(1, 600));
    module.on(/^AT\+(QSMTPBODY|QFUPL)/, { skip: random.int(0, 2), leaveDataAt });
    return undefined;
  },
  "result of a data phase late": ({ module }, random) => {
    const resultLateMs = random.spread(100, 100_000);
    module.on(/^AT\+(QSMTPBODY|QFUPL)/, { skip: random.int(0, 2), resultLateMs });
    return undefined;
  },
  "echo on at a step": ({ module }, random) => {
    const end = (running: FakeModule): void => {
      running.echo = true;
    };
    module.on(anyLine, { skip: step(random), end });
    return undefined;
  },
  "result late": planned((random) => ({ ms: Math.floor(random.spread(5000, 540_000)) })),
  "result missing": planned((random) => ({ result: undefined, delivers: random.chance(0.5) })),
  "result twice": planned(() => ({ times: 2 })),
  "result before OK": planned(() => ({ beforeOk: true })),
  "server refuses once": planned((random) => ({
    result: random.pick(["660,451", "667,450", "666,421", "653,0", "660,550", "668,451"]),
    delivers: false,
    ms: Math.floor(random.spread(300, 60_000)),
  })),
  "server closes once": planned((random) => ({
    result: random.pick(["656,0", "654,0", "657,0", "658,0", "651,0", "660,0"]),
    delivers: random.chance(0.5),
    ms: Math.floor(random.spread(300, 60_000)),
  })),
  "host crashes at a step": ({ module, crash }, random) => {
    const downMs = random.spread(1000, 300_000);
    module.on(anyLine, { skip: step(random), begin: () => crash(downMs) });
    return undefined;
  },
  "host crashes at the order": ({ module, crash, later }, random) => {
    const downMs = random.spread(1000, 300_000);
    const afterMs = random.chance(0.3) ? 0 : random.spread(1, 1500);
    if (random.chance(0.5)) module.mail.plans.push({ ms: Math.floor(random.spread(500, 240_000)) });
    const begin = (): void => (afterMs === 0 ? crash(downMs) : later(afterMs, () => crash(downMs)));
    module.on(order, { begin });
    return undefined;
  },
  "module closed at a step": ({ module, closeFor }, random) => {
    const downMs = random.spread(500, 60_000);
    module.on(anyLine, { skip: step(random), begin: () => closeFor(downMs) });
    return undefined;
  },
  "caller aborts": ({ later }, random) => {
    const controller = new AbortController();
    later(random.spread(1, 8000), () => controller.abort(new Error("not wanted any more")));
    return { signal: controller.signal };
  },
  "short timeout": (_world, random) => ({ timeoutMs: Math.floor(random.spread(50, 20_000)) }),
  "journal refuses": () => ({
    beforeOrder: () => {
      throw new Error("the disk is full");
    },
  }),
  "journal slow": ({ later }, random) => {
    const delayMs = random.spread(1, 5000);
    return { beforeOrder: () => new Promise<void>((resolve) => later(delayMs, resolve)) };
  },
};

function step(random: SeededRandom): number {
  return random.int(0, stepsOfMail);
}

function damage(direction: "toModule" | "toHost", what: "lost" | "doubled" | "flipped"): Arrange {
  return ({ line }, random) => {
    line.plan(direction, what, step(random), random);
    return undefined;
  };
}

function planned(make: (random: SeededRandom) => SendingPlan): Arrange {
  return ({ module }, random) => {
    module.mail.plans.push(make(random));
    return undefined;
  };
}
