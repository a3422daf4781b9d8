import { type ModuleOptions, openModule, type QsmtpModule, type TraceEvent } from "@qsmtp/client";
import {
  FakeModule,
  type HostClock,
  message,
  password,
  type Settled,
  smtp,
  VirtualClock,
} from "@qsmtp/fake-module";
import { bootLines } from "./effects.ts";
import { type HealthyLine, type Phase, type Step, stepsOfPhase } from "./step.ts";
import { nameOfVariant, type Variant } from "./variant.ts";

/** Limits of the calls, in milliseconds. */
export const limits = {
  openTimeoutMs: 30_000,
  sendTimeoutMs: 120_000,
  cleanupTimeoutMs: 15_000,
  closeMs: 10_000,
} as const;

/** Files of others: never to be touched. The one in RAM does not outlive a restart. */
export const foreignFiles = { "UFS:keep.bin": "k".repeat(777), "RAM:theirs.txt": "t".repeat(40) };

/** A module on a line, time, and what the client let people see. */
export interface Bench {
  readonly clock: VirtualClock;
  readonly timers: HostClock;
  readonly fake: FakeModule;
  readonly variant: Variant;
  readonly trace: TraceEvent[];
}

export function makeBench(variant: Variant): Bench {
  const clock = new VirtualClock();
  const fake = new FakeModule(clock, {
    whileBusy: variant.input,
    controlLines: variant.lines === "dtr",
  });
  // Messages are printed as they come, so that opening has a setting to change and closing to restore.
  fake.network.newMessages = "2,2,2,1,0";
  for (const [name, bytes] of Object.entries(foreignFiles)) fake.files.stored.set(name, bytes);
  return { clock, timers: clock.forHost(), fake, variant, trace: [] };
}

export function open(bench: Bench, options: ModuleOptions = {}): Promise<QsmtpModule> {
  const { fake, timers, trace } = bench;
  return openModule(fake.transport, {
    ...(bench.variant.recovery === "on" ? byItself(fake) : byHand),
    clock: timers,
    smtp,
    pdp: { apn: "internet" },
    // Nothing is left to chance, so that the same cell takes the same time.
    retry: { jitter: 0 },
    openTimeoutMs: limits.openTimeoutMs,
    onTrace: (event) => trace.push(event),
    ...options,
  });
}

const byHand: ModuleOptions = { reconnect: false, recovery: false };

function byItself(fake: FakeModule): ModuleOptions {
  return {
    reconnect: { jitter: 0 },
    recovery: { jitter: 0 },
    power: async () => fake.restart({ bootMs: 5000, print: bootLines }),
  };
}

const known = new Map<string, readonly Step[]>();

/** The steps that a healthy module sees, in their order. */
export async function stepsOf(variant: Variant): Promise<readonly Step[]> {
  const name = nameOfVariant(variant);
  const steps = known.get(name) ?? (await walk(variant));
  known.set(name, steps);
  return steps;
}

async function walk(variant: Variant): Promise<Step[]> {
  const bench = makeBench(variant);
  const { clock, fake } = bench;
  const steps: Step[] = [];
  const run = async <T>(phase: Phase, call: () => Promise<T>): Promise<T> => {
    const [before, startedMs] = [fake.executed.length, clock.now()];
    const dataMs: number[] = [];
    fake.wire.onWrite = () => {
      if (fake.inDataMode) dataMs[fake.executed.length - 1 - before] ??= clock.now() - startedMs;
    };
    const value = resultOf(await clock.runUntil(call()));
    const lines: HealthyLine[] = fake.executed.slice(before).map(({ line, atMs }, at) => {
      // A password is in no report, that of a test neither.
      const shown = line.replace(password, "***");
      return { line: shown, atMs: atMs - startedMs, dataMs: dataMs[at] };
    });
    steps.push(...stepsOfPhase(phase, lines));
    return value;
  };
  const host = await run("opening", () => open(bench));
  await run("mail", () => host.mail.send(message));
  await run("closing", () => host.close());
  return steps;
}

function resultOf<T>(settled: Settled<T>): T {
  if (settled.how === "resolved") return settled.value;
  throw new Error("the pipeline fails without any fault", { cause: settled });
}
