import { type ChannelState, quarantineOf } from "./state.ts";
import { timingOf } from "./timing.ts";

/** Why the wire cannot be used, and what is being done about it. */
export interface Trouble {
  /** `fence`: the module is asked what only it can answer. `escape`: it is got out of data mode. */
  readonly step: "fence" | "escape";
  /** What the wire is made safe after, e.g. `AT+CSQ`. */
  readonly after: string;
  /** How long the module may be busy with what it was told before, in milliseconds. */
  readonly busyMs: number;
}

/** A result that is being proven is no trouble; a wire that nobody can use is. */
export function troubleOf({ wire }: ChannelState): Trouble | undefined {
  const quarantined = quarantineOf(wire);
  if (quarantined === undefined || quarantined.pending !== undefined) return undefined;
  const { after, abandoned, unset, rounds } = quarantined;
  // Before a command that wants a clean wire one question is asked as a matter of course.
  if (abandoned === undefined && !unset && rounds === 0) return undefined;
  const busyMs = abandoned === undefined ? 0 : timingOf(abandoned, undefined).replyMs;
  return { step: wire.kind === "escaping" ? "escape" : "fence", after, busyMs };
}

export function isSameTrouble(one: Trouble | undefined, other: Trouble | undefined): boolean {
  return one?.step === other?.step && one?.after === other?.after;
}
