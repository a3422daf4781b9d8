import type { RegistrationStatus } from "@qsmtp/protocol/commands";
import type { FaultName } from "../faults/fault.ts";
import type { DeliveredMail } from "../mail/mailbox.ts";

/** Arguments of a command, by the names of the schema. */
export type CommandArguments = Readonly<Record<string, unknown>>;

/**
 * One command is begun with: each of a command line by itself, with `AT` in front, before its answer.
 */
export interface CommandEvent {
  /** Kind of the event. */
  readonly type: "command";
  /** When, in ms since the module was made, on its own clock. */
  readonly atMs: number;
  /** Secrets masked. */
  readonly line: string;
  /** Name of the operation in the schema, e.g. `addRecipient`; `undefined` if it cannot be read. */
  readonly operation: string | undefined;
  /** The decoded arguments. Secrets among them are read by their names only. */
  readonly input: CommandArguments | undefined;
}

/** Lines that answer a command, `CONNECT` and final results included. */
export interface ReplyEvent {
  /** Kind of the event. */
  readonly type: "reply";
  /** When, in ms since the module was made, on its own clock. */
  readonly atMs: number;
  /** Secrets masked. */
  readonly lines: readonly string[];
}

/** An unsolicited line is printed. */
export interface UrcEvent {
  /** Kind of the event. */
  readonly type: "urc";
  /** When, in ms since the module was made, on its own clock. */
  readonly atMs: number;
  /** Secrets masked. */
  readonly line: string;
}

/** The bytes of a data phase from the host have all come, those to the host begin to go. */
export interface DataEvent {
  /** Kind of the event. */
  readonly type: "data";
  /** When, in ms since the module was made, on its own clock. */
  readonly atMs: number;
  /** `received` from the host, `sent` to it. */
  readonly direction: "received" | "sent";
  /** Name of the operation whose data they are; `undefined` for one outside the schema. */
  readonly operation: string | undefined;
  /** How many bytes. */
  readonly byteCount: number;
}

/** The server, or the mailbox in its place, has taken a mail. Its result is still to be printed. */
export interface MailEvent {
  /** Kind of the event. */
  readonly type: "mail";
  /** When, in ms since the module was made, on its own clock. */
  readonly atMs: number;
  /** As its reader sees it. */
  readonly mail: DeliveredMail;
}

/** A fault has happened. */
export interface FaultEvent {
  /** Kind of the event. */
  readonly type: "fault";
  /** When, in ms since the module was made, on its own clock. */
  readonly atMs: number;
  /** Its name. */
  readonly fault: FaultName;
  /** The command that it hit, secrets masked; `undefined` where it hit an unsolicited line. */
  readonly command: string | undefined;
}

/** A command came that nothing handles: it is answered `ERROR`. */
export interface UnhandledEvent {
  /** Kind of the event. */
  readonly type: "unhandled";
  /** When, in ms since the module was made, on its own clock. */
  readonly atMs: number;
  /** Secrets masked. */
  readonly line: string;
}

/** The module itself has changed. */
export type StateEvent = { readonly type: "state"; readonly atMs: number } & StateChange;

/** What has changed of a module. */
export type StateChange =
  /** It is on and listens, or off. */
  | { readonly what: "power"; readonly isOn: boolean }
  /** It goes off to start again: `power` tells when it is up. */
  | { readonly what: "restart" }
  /** All is as when it was made, by `reset()`. */
  | { readonly what: "reset" }
  /** Nobody uses it any more. */
  | { readonly what: "disposed" }
  | { readonly what: "sim"; readonly sim: SimState }
  /** What `AT+CREG`, `AT+CGREG` and `AT+CEREG` tell now. */
  | {
      readonly what: "registration";
      readonly registration: Readonly<Record<"network" | "packet" | "eps", RegistrationStatus>>;
    }
  /** What became of a PDP context. */
  | { readonly what: "context"; readonly contextId: number; readonly context: ContextState }
  /** A data phase begins, or is over. */
  | {
      readonly what: "dataMode";
      readonly isOn: boolean;
      /** Name of its operation; `undefined` for one outside the schema. */
      readonly operation: string | undefined;
    };

/** Why no SIM can be used, or what it waits for. */
export type SimState = "ready" | "pin" | "puk" | "absent" | "busy" | "failure";

/**
 * `active` for the module's own services, `held` by others, `dropped` by the network without a word,
 * `inactive`.
 */
export type ContextState = "active" | "held" | "dropped" | "inactive";

/**
 * Something that happened in a simulated module. `atMs` is the time since the module was made, on its
 * own clock. Printed whole it shows no secret, and `JSON.stringify` writes bytes as base64.
 */
export type ModuleEvent =
  | CommandEvent
  | ReplyEvent
  | UrcEvent
  | DataEvent
  | MailEvent
  | FaultEvent
  | UnhandledEvent
  | StateEvent;

/** Events without their time. */
type WithoutTime<Event> = Event extends unknown ? Omit<Event, "atMs"> : never;

/** An event before its time is noted. */
export type UntimedEvent =
  | WithoutTime<Exclude<ModuleEvent, StateEvent>>
  | ({ readonly type: "state" } & StateChange);
