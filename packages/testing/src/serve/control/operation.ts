import type { OptionKind, OptionTable } from "@qsmtp/transport/options";
import type { HostedModule } from "../hosting/hosted-module.ts";
import type { ModuleHost } from "../hosting/module-host.ts";

/** A TCP port of one module. */
export interface ModuleDoor {
  readonly host: string;
  readonly port: number;
  readonly rfc2217: boolean;
}

/** The server behind the control port. */
export interface ControlledServer {
  readonly host: ModuleHost;
  readonly showSecrets: boolean;
  /** Opens a port that leads to one module. */
  openDoor(hosted: HostedModule, rfc2217: boolean): Promise<ModuleDoor>;
  doorOf(hosted: HostedModule): ModuleDoor | undefined;
  /** Closes the port of a module, if it has one. */
  closeDoor(hosted: HostedModule): Promise<void>;
}

/** One call of an operation, its body and query read and judged. */
export interface ControlCall<Body> {
  readonly server: ControlledServer;
  /** What stands in the address, by its names. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Body;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** What an operation answers with. */
export type AnswerShape =
  /** Nothing: 204. */
  | "nothing"
  /** `{ "events": [...] }`. */
  | "events"
  /** One event. */
  | "event"
  /** Events without end, a line each. */
  | "stream"
  /** The description of all this. */
  | "description"
  /** By the table that its type has. */
  | { readonly name: string; readonly table: OptionTable; readonly status?: 201 | undefined };

/** One thing that can be asked of the control port, over HTTP and as a JSON line. */
export interface ControlOperation {
  /** Its name: `operationId` of OpenAPI, `do` of a JSON line. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With the names of its parts in braces. */
  readonly path: string;
  /** One sentence. */
  readonly summary: string;
  /** What the body may be, and the name of its type; none without. */
  readonly body?: { readonly name: string; readonly kind: OptionKind } | undefined;
  /** Whether the body may be left out. */
  readonly bodyIsOptional?: boolean | undefined;
  readonly query?: OptionTable | undefined;
  readonly answer: AnswerShape;
  run(call: ControlCall<unknown>): unknown;
}

/** An operation as it is written down: its body has the type of its table. */
export interface OperationStatement<Body> extends Omit<ControlOperation, "run"> {
  run(call: ControlCall<Body>): unknown;
}

/** States an operation. */
export function operation<Body = undefined>(statement: OperationStatement<Body>): ControlOperation {
  // What the table has let pass is of the type that the table was written from.
  return { ...statement, run: (call) => statement.run(call as ControlCall<Body>) };
}
