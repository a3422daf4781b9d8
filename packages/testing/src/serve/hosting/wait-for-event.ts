import type { EventLog } from "./event-log.ts";
import type { ServedEvent, ServedEventType } from "./served-event.ts";

/** Which event is meant. */
export interface WantedEvent {
  readonly module: string;
  /** Name of an operation, or the beginning of a command line in any case. */
  readonly command: string | undefined;
  readonly type: ServedEventType | undefined;
  /** What the event must hold. */
  readonly where: unknown;
  /** Number of the event behind which to look. */
  readonly after: number;
  /** Which of those that match, from 1. */
  readonly nth: number;
  readonly timeoutMs: number;
}

/** The event, be it among those that have come or one to come; `undefined` at the time limit. */
export function waitForEvent(
  log: EventLog,
  wanted: WantedEvent,
  signal: AbortSignal,
): Promise<ServedEvent | undefined> {
  let left = wanted.nth;
  const isIt = (event: ServedEvent): boolean => {
    if (!matches(event, wanted)) return false;
    left -= 1;
    return left === 0;
  };
  const found = log.after(wanted.after, wanted.module).find(isIt);
  if (found !== undefined || wanted.timeoutMs === 0) return Promise.resolve(found);
  return new Promise((resolve) => {
    const settle = (event: ServedEvent | undefined): void => {
      stop();
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      resolve(event);
    };
    const giveUp = (): void => settle(undefined);
    const timer = setTimeout(giveUp, wanted.timeoutMs);
    const stop = log.listen((event) => {
      if (isIt(event)) settle(event);
    });
    signal.addEventListener("abort", giveUp);
  });
}

function matches(event: ServedEvent, { module, command, type, where }: WantedEvent): boolean {
  if (event.module !== module) return false;
  if (type !== undefined && event.type !== type) return false;
  if (command !== undefined) {
    if (event.type !== "command") return false;
    const isBeginning = event.line.toUpperCase().startsWith(command.toUpperCase());
    if (event.operation !== command && !isBeginning) return false;
  }
  return holds(event, where);
}

/** Whether everything that `part` names is so in `whole`; lists must be of one length. */
function holds(whole: unknown, part: unknown): boolean {
  if (part === undefined || Object.is(whole, part)) return true;
  if (Array.isArray(part)) {
    const isList = Array.isArray(whole) && whole.length === part.length;
    return isList && part.every((entry, at) => holds(whole[at], entry));
  }
  if (typeof part !== "object" || part === null) return false;
  if (typeof whole !== "object" || whole === null) return false;
  const values = whole as Readonly<Record<string, unknown>>;
  return Object.entries(part).every(([name, value]) => holds(values[name], value));
}
