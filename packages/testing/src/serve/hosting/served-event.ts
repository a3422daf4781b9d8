import type { ControlLines } from "@qsmtp/transport";
import type { PortSettings } from "@qsmtp/transport/rfc2217";
import type { ModuleEvent, StateChange } from "../../events/module-event.ts";
import type { WireEnd } from "../wire/host-wire.ts";
import type { ServedMail } from "./served-mail.ts";

/** How a program reached a module. */
export type ConnectionKind = "tcp" | "rfc2217" | "pty";

/** What is told beside what modules tell themselves. */
export type ConnectionEvent =
  /** A program has connected. */
  | {
      readonly type: "connected";
      readonly via: ConnectionKind;
      /** Address and port of a program that came over TCP. */
      readonly peer: string | null;
    }
  /** A program got no module, or lost its connection to it, and why. */
  | { readonly type: "disconnected" | "refused"; readonly reason: WireEnd }
  /** The program has changed DTR or RTS. */
  | ({ readonly type: "lines" } & ControlLines)
  /** The program has set the serial port. */
  | ({ readonly type: "port" } & PortSettings)
  | { readonly type: "break"; readonly isOn: boolean };

/** What becomes of a module itself. */
export type ModuleLifeEvent =
  /** A module is there. */
  | { readonly type: "created"; readonly origin: ModuleOrigin }
  /** It was made anew: all that it knew is gone. */
  | { readonly type: "reset" }
  /** Nothing can connect to it any more. What it knew can be asked for a while. */
  | { readonly type: "ended" };

/** For whom a module was made: one connection, all of them one after the other, or a test. */
export type ModuleOrigin = "connection" | "shared" | "control";

/** A mail that the module has tried to send, and what came of it. */
export type MailEvent = { readonly type: "mail" } & ServedMail;

/** What a command line holds in clear, where that was asked for. */
export interface Unmasked {
  /** The command line as it stood on the wire. */
  readonly raw?: string;
}

/** Events without their time. */
type WithoutTime<Event> = Event extends unknown ? Omit<Event, "atMs"> : never;
/** What modules tell themselves. */
type ModuleTold = WithoutTime<Exclude<ModuleEvent, { type: "mail" | "state" }>>;

/** What one event says, without where and when. */
export type ServedEventBody =
  | (ModuleTold & Unmasked)
  | ({ readonly type: "state" } & StateChange)
  | MailEvent
  | ConnectionEvent
  | ModuleLifeEvent;

/** Where and when something happened. */
export interface EventPlace {
  /** Counts all events of a server from 1. */
  readonly seq: number;
  /** Wall-clock time, as ISO 8601. */
  readonly time: string;
  /** Name of the module; `null` for a program that got none. */
  readonly module: string | null;
  /** Number of the connection, counted from 1; `null` for what happens without one. */
  readonly connection: number | null;
  /** Time since the module was made, or made anew; `null` where no module is. */
  readonly atMs: number | null;
}

/** Something that happened on a server of modules. It is plain data, bytes in it are base64. */
export type ServedEvent = EventPlace & ServedEventBody;

/** What kinds of events there are. */
export type ServedEventType = ServedEventBody["type"];

const everyType: Readonly<Record<ServedEventType, true>> = {
  connected: true,
  disconnected: true,
  refused: true,
  lines: true,
  port: true,
  break: true,
  created: true,
  reset: true,
  ended: true,
  command: true,
  reply: true,
  urc: true,
  data: true,
  mail: true,
  fault: true,
  state: true,
  unhandled: true,
};

/** Their names, in the order of a connection. */
export const servedEventTypes: readonly ServedEventType[] = Object.keys(
  everyType,
) as ServedEventType[];
