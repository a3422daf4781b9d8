import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { checkedOptions } from "../checked-options.ts";
import { createSimulatedModule } from "../simulated-module.ts";
import { type ControlLineAnswer, runControlLine } from "./control/control-lines.ts";
import { type ControlPort, openControlPort } from "./control/http-server.ts";
import type { ControlledServer, ModuleDoor } from "./control/operation.ts";
import { Connections } from "./hosting/connections.ts";
import {
  type HostedModule,
  refuseAnswers,
  type ServedCarrier,
  type ServedModuleOptions,
} from "./hosting/hosted-module.ts";
import { ModuleHost } from "./hosting/module-host.ts";
import type { ConnectionKind, ServedEvent } from "./hosting/served-event.ts";
import { listening, type Place, refuseRemote } from "./listening.ts";
import { serveOptions } from "./serve-tables.gen.ts";
import { openPtyDoor } from "./wire/pty-door.ts";
import { type Door, openTcpDoor, type TcpDoor } from "./wire/tcp-door.ts";

/** An address to listen on. */
export interface ListenAddress {
  /**
   * Default `127.0.0.1`.
   * @host
   */
  readonly host?: string | undefined;
  /**
   * Default 0: the system chooses a free one.
   * @whole
   * @minimum 0
   * @maximum 65535
   */
  readonly port?: number | undefined;
}

/** Where the control port listens, and who may use it. */
export interface ControlAddress extends ListenAddress {
  /**
   * What callers must know. Default: a random one.
   * @nonEmpty
   */
  readonly token?: string | undefined;
}

/** How modules are served. */
export interface ServeOptions {
  /** Where programs connect. Default: any port of 127.0.0.1. */
  readonly tcp?: ListenAddress | undefined;
  /** Whether they speak RFC 2217, telnet with speed, DTR and RTS, instead of bare bytes. Default false. */
  readonly rfc2217?: boolean | undefined;
  /** Path of a link to a pseudo-terminal beside the TCP port; needs the program socat. Default: none. */
  readonly pty?: string | undefined;
  /** One module for all connections, one after the other, instead of one for each. Default false. */
  readonly shared?: boolean | undefined;
  /** How each module is made. Default: ready to send mail. */
  readonly module?: ServedModuleOptions | undefined;
  /**
   * Makes what takes the mails of a module, and answers them: no scenario and no test can then say how.
   * Default: nothing; each is taken then.
   */
  readonly createCarrier?: (() => ServedCarrier) | undefined;
  /** Opens a control port, for tests in any language. Default: none. */
  readonly control?: ControlAddress | undefined;
  /** Whether other computers may connect: addresses beyond loopback are refused otherwise. Default false. */
  readonly allowRemote?: boolean | undefined;
  /**
   * The most connections at a time. Beyond it one makes room that has said nothing yet, or nothing
   * for a minute; if there is none, the new one is refused. Default 64.
   * @whole
   * @minimum 1
   */
  readonly maxConnections?: number | undefined;
  /** Whether passwords and PINs stand in events, mails and settings. Default false. */
  readonly showSecrets?: boolean | undefined;
  /** Is told everything that happens. */
  readonly onEvent?: ((event: ServedEvent) => void) | undefined;
}

/** Modules that are being served. */
export interface ServedModules {
  /** Address that is listened on. */
  readonly host: string;
  /** TCP port that is listened on. */
  readonly port: number;
  /** The link to the pseudo-terminal. */
  readonly pty: string | undefined;
  /** Where the control port is, and what lets a program in; `undefined` without one. */
  readonly control: { readonly url: string; readonly token: string } | undefined;
  /** Resolves when the pseudo-terminal is gone without being closed: nobody can open it any more. */
  readonly gone: Promise<void>;
  /** Runs one line of control, a JSON object, and gives its answer. Never rejects. */
  runLine(line: string): Promise<ControlLineAnswer>;
  /** Ends all connections and modules, stops listening and takes the link away. */
  close(): Promise<void>;
}

/**
 * Serves simulated modules to programs in any language: over TCP, RFC 2217 or a pseudo-terminal, in
 * real time. Each connection has a fresh module, so that nothing of one program is left for the next.
 *
 * @throws ServeError `NOT_LOOPBACK`, `CANNOT_LISTEN`, `NO_PTY`, `PATH_TAKEN`; nothing is left open then
 * @throws SimulationOptionError `INVALID_OPTION`
 */
export async function serveModules(options: ServeOptions = {}): Promise<ServedModules> {
  const server = new ModuleServer(checkedOptions(options, serveOptions));
  try {
    return await server.open();
  } catch (error) {
    await server.close();
    throw error;
  }
}

const defaultMaxConnections = 64;
const tokenBytes = 24;

class ModuleServer implements ControlledServer {
  readonly host: ModuleHost;
  readonly showSecrets: boolean;
  readonly #options: ServeOptions;
  readonly #connections: Connections;
  readonly #doors = new Map<HostedModule, TcpDoor & ModuleDoor>();
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #ended = new AbortController();
  #address: Place = { host: "127.0.0.1", port: 0 };

  constructor(options: ServeOptions) {
    const { module = {}, createCarrier, showSecrets = false } = options;
    this.#options = options;
    this.showSecrets = showSecrets;
    this.host = new ModuleHost({ options: module, createCarrier, showSecrets });
    this.#connections = new Connections(this.host, options.maxConnections ?? defaultMaxConnections);
    if (options.onEvent !== undefined) this.host.events.listen(options.onEvent);
  }

  async open(): Promise<ServedModules> {
    const { tcp = {}, rfc2217 = false, pty, shared = false, control, allowRemote } = this.#options;
    const { host = "127.0.0.1", port = 0 } = tcp;
    refuseRemote(host, allowRemote);
    refuseRemote(control?.host ?? "127.0.0.1", allowRemote);
    // Options that cannot work are told now, not to the first that connects.
    if (this.#options.createCarrier !== undefined) refuseAnswers(this.host.defaults);
    createSimulatedModule(this.host.defaults).dispose();
    const only = shared ? this.host.create("shared") : undefined;
    const accept = (socket: Socket, via: ConnectionKind): void => {
      if (only === undefined) this.#connections.acceptForOwn(socket, via);
      else this.#connections.acceptFor(only, socket, via);
    };
    const door = await listening({ host, port }, () =>
      openTcpDoor({ host, port }, (socket) => accept(socket, rfc2217 ? "rfc2217" : "tcp")),
    );
    this.#keep(door);
    this.#address = { host, port: door.port };
    let gone = new Promise<void>(() => {});
    if (pty !== undefined) {
      const ptyDoor = await openPtyDoor(pty, (socket) => accept(socket, "pty"));
      this.#keep(ptyDoor);
      gone = ptyDoor.gone;
    }
    const opened = control === undefined ? undefined : await this.#openControl(control);
    return {
      host,
      port: door.port,
      pty,
      control: opened,
      gone,
      runLine: (line) => runControlLine(line, this, this.#ended.signal),
      close: () => this.close(),
    };
  }

  async close(): Promise<void> {
    this.#ended.abort();
    const closing = this.#closing.splice(0).map((close) => close());
    const doors = [...this.#doors.values()].map((door) => door.close());
    this.#connections.close();
    this.host.close();
    await Promise.all([...closing, ...doors]);
  }

  async openDoor(hosted: HostedModule, rfc2217: boolean): Promise<ModuleDoor> {
    const { host } = this.#address;
    const via = rfc2217 ? "rfc2217" : "tcp";
    const door = await listening({ host, port: 0 }, () =>
      openTcpDoor({ host, port: 0 }, (socket) => this.#connections.acceptFor(hosted, socket, via)),
    );
    this.#doors.set(hosted, { ...door, rfc2217 });
    return { host, port: door.port, rfc2217 };
  }

  doorOf(hosted: HostedModule): ModuleDoor | undefined {
    const door = this.#doors.get(hosted);
    return door && { host: door.host, port: door.port, rfc2217: door.rfc2217 };
  }

  async closeDoor(hosted: HostedModule): Promise<void> {
    const door = this.#doors.get(hosted);
    if (door === undefined) return;
    this.#doors.delete(hosted);
    // It is closed once its connections are gone, which goes with the module.
    const closed = door.close();
    hosted.end();
    await closed;
  }

  async #openControl({ host = "127.0.0.1", port = 0, token }: ControlAddress) {
    const known = token ?? randomBytes(tokenBytes).toString("base64url");
    const opened: ControlPort = await listening({ host, port }, () =>
      openControlPort(this, { host, port, token: known }),
    );
    this.#keep(opened);
    return { url: opened.url, token: known };
  }

  #keep(door: Door): void {
    this.#closing.push(() => door.close());
  }
}
