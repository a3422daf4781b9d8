/** What a timer is faked by has this property with the common fakes: then it is of no use here. */
const isFaked = (timer: object): boolean => "clock" in timer;

/** The platform's own, as they were when this file was loaded, whatever a test fakes later. */
const now: () => number = performance.now.bind(performance);
const { setTimeout: setRealTimeout, clearTimeout: clearRealTimeout } = globalThis;
const { setImmediate: setRealImmediate } = globalThis as {
  readonly setImmediate?: (run: () => void) => unknown;
};

/** Milliseconds of the platform, which only grow. */
export const realNow: () => number = now;

/** Calls `run` once, so many real milliseconds from now. @returns a function that calls it off */
export function afterRealTime(delayMs: number, run: () => void): () => void {
  const timer = setRealTimeout(run, delayMs);
  return () => clearRealTimeout(timer);
}

/**
 * Calls `run` when all that is ready now has run: promises, and on Node whatever the event loop has
 * for this turn. Until then the process stays alive.
 */
export const afterThisTurn: (run: () => void) => void =
  setRealImmediate !== undefined && !isFaked(setRealImmediate)
    ? setRealImmediate
    : typeof MessageChannel === "undefined"
      ? (run) => setRealTimeout(run, 0)
      : byMessage();

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
