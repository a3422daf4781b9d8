import { SimulationClockError } from "./clock-error.ts";

/** How the common fakes are told: those of Vitest, Jest, its older ones, and of node:test. */
const isFaked = (timer: { readonly name: string }): boolean =>
  "clock" in timer || "_isMockFunction" in timer || timer.name.startsWith("bound ");

/** The platform's own, as they were when this file was loaded, whatever a test fakes later. */
const { setTimeout: setRealTimeout, clearTimeout: clearRealTimeout } = globalThis;
const { setImmediate: setRealImmediate } = globalThis as {
  readonly setImmediate?: ((run: () => void) => unknown) & { readonly name: string };
};

const hasRealTime = !isFaked(setRealTimeout);
const hasRealImmediate = setRealImmediate !== undefined && !isFaked(setRealImmediate);

/** Milliseconds of the platform, which only grow. */
export const realNow: () => number =
  hasRealTime && performance.now.name === "now"
    ? performance.now.bind(performance)
    : // The moment of an event is the platform's own, and nothing fakes it.
      () => new Event("now").timeStamp;

/** Calls `run` once, so many real milliseconds from now. @returns a function that calls it off */
export function afterRealTime(delayMs: number, run: () => void): () => void {
  if (!hasRealTime) return afterTurns(realNow() + delayMs, run);
  const timer = setRealTimeout(run, delayMs);
  return () => clearRealTimeout(timer);
}

/** Looks at the time turn for turn, which costs the processor and needs no timer. */
function afterTurns(atMs: number, run: () => void): () => void {
  let isOver = false;
  const look = (): void => {
    if (isOver) return;
    if (realNow() >= atMs) run();
    else afterThisTurn(look);
  };
  afterThisTurn(look);
  return () => {
    isOver = true;
  };
}

/**
 * Calls `run` when all that is ready now has run: promises, and on Node whatever the event loop has
 * for this turn. Until then the process stays alive.
 */
export const afterThisTurn: (run: () => void) => void = hasRealImmediate
  ? setRealImmediate
  : typeof MessageChannel !== "undefined"
    ? byMessage()
    : hasRealTime
      ? (run) => setRealTimeout(run, 0)
      : refuseFakes;

/**
 * Says it at once where nothing is left that gives a turn.
 *
 * @throws SimulationClockError `TIMERS_FAKED`
 */
export function checkTurns(): void {
  if (afterThisTurn === refuseFakes) refuseFakes();
}

function refuseFakes(): never {
  const message =
    'The timers were faked before "@qsmtp/testing" was loaded, and without a MessageChannel nothing else lets time pass here. Import it before the timers are faked, or give clock: globalClock and advance the fake timers.';
  throw new SimulationClockError("TIMERS_FAKED", message);
}

/** A port of a channel, as browsers and Node have it; only Node's keep their process alive. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  ref?(): void;
  unref?(): void;
}

/** A message to oneself comes when all promises have gone on; nothing fakes it. */
function byMessage(): (run: () => void) => void {
  const waiting: (() => void)[] = [];
  let ports: { readonly port1: Port; readonly port2: Port } | undefined;
  return (run) => {
    ports ??= openPorts();
    waiting.push(run);
    ports.port1.ref?.();
    ports.port2.postMessage(undefined);
  };

  function openPorts(): NonNullable<typeof ports> {
    const { port1, port2 } = new MessageChannel() as unknown as NonNullable<typeof ports>;
    port1.onmessage = () => {
      if (waiting.length === 1) port1.unref?.();
      waiting.shift()?.();
    };
    return { port1, port2 };
  }
}
