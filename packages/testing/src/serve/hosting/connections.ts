import type { Socket } from "node:net";
import { ClientWire } from "../wire/client-wire.ts";
import type { WireEnd } from "../wire/host-wire.ts";
import type { HostedModule } from "./hosted-module.ts";
import type { ModuleHost } from "./module-host.ts";
import type { ConnectionEvent, ConnectionKind } from "./served-event.ts";

/** How long a connection waits for the one before it: that may be closed already, but not noticed. */
const graceMs = 250;
/** A connection that has been silent for so long makes room for a new one where there is none. */
const silentMs = 60_000;

/** A connection, waiting for its module or with it. */
interface Guest {
  readonly number: number;
  readonly wire: ClientWire;
  readonly via: ConnectionKind;
  hosted: HostedModule | undefined;
  /** Called when it is gone. */
  left: () => void;
}

/** Connections that want one and the same module, in the order in which they came. */
interface Queue {
  readonly guests: Guest[];
}

/** Gives connections their modules, and keeps their number bounded without locking anybody out. */
export class Connections {
  readonly #host: ModuleHost;
  readonly #maxConnections: number;
  readonly #guests = new Set<Guest>();
  readonly #queues = new Map<HostedModule, Queue>();
  #count = 0;

  constructor(host: ModuleHost, maxConnections: number) {
    this.#host = host;
    this.#maxConnections = maxConnections;
  }

  /** Gives a new connection a module of its own, which ends with it. */
  acceptForOwn(socket: Socket, via: ConnectionKind): void {
    const guest = this.#welcome(socket, via);
    if (guest === undefined) return;
    const hosted = this.#host.create("connection");
    this.#admit(guest, hosted);
    guest.left = () => this.#host.end(hosted);
  }

  /** Gives a new connection a module that stays, as soon as no other has it. */
  acceptFor(hosted: HostedModule, socket: Socket, via: ConnectionKind): void {
    const guest = this.#welcome(socket, via);
    if (guest === undefined) return;
    const queue = this.#queueOf(hosted);
    queue.guests.push(guest);
    const admitFirst = (): void => {
      const [first] = queue.guests;
      if (first !== undefined && first.hosted === undefined) this.#admit(first, hosted);
    };
    const patience = setTimeout(() => {
      const [first] = queue.guests;
      if (guest.hosted !== undefined || first === undefined) return;
      if (isIdle(first)) first.wire.end("silent");
      if (guest.hosted === undefined) guest.wire.end("busy");
    }, graceMs);
    guest.left = () => {
      clearTimeout(patience);
      queue.guests.splice(queue.guests.indexOf(guest), 1);
      if (queue.guests.length === 0) this.#queues.delete(hosted);
      admitFirst();
    };
    admitFirst();
  }

  /** Ends all connections. */
  close(): void {
    for (const { wire } of [...this.#guests]) wire.end("module-ended");
  }

  #queueOf(hosted: HostedModule): Queue {
    const known = this.#queues.get(hosted);
    if (known !== undefined) return known;
    const queue: Queue = { guests: [] };
    this.#queues.set(hosted, queue);
    return queue;
  }

  #welcome(socket: Socket, via: ConnectionKind): Guest | undefined {
    this.#count += 1;
    const number = this.#count;
    if (this.#guests.size >= this.#maxConnections) this.#makeRoom();
    const tell = (event: ConnectionEvent): void => this.#tell(guest, event);
    const wire = new ClientWire({
      socket,
      rfc2217: via === "rfc2217",
      listener: {
        lines: (lines) => tell({ type: "lines", ...lines }),
        settings: (settings) => tell({ type: "port", ...settings }),
        break: (isOn) => tell({ type: "break", isOn }),
        ended: (reason) => this.#leave(guest, reason),
      },
    });
    const guest: Guest = { number, wire, via, hosted: undefined, left: () => {} };
    if (this.#guests.size >= this.#maxConnections) {
      wire.end("too-many");
      return undefined;
    }
    this.#guests.add(guest);
    return guest;
  }

  /** Ends the connection that has been silent for longest, if one has been so for long enough. */
  #makeRoom(): void {
    const silent = [...this.#guests]
      .filter(isIdle)
      .sort((one, other) => other.wire.silentMs - one.wire.silentMs);
    silent[0]?.wire.end("silent");
  }

  #admit(guest: Guest, hosted: HostedModule): void {
    guest.hosted = hosted;
    const { number, wire, via } = guest;
    this.#host.events.add(
      { module: hosted.id, connection: number, atMs: hosted.ageMs },
      { type: "connected", via, peer: wire.peer },
    );
    hosted.plug(number, wire);
  }

  #leave(guest: Guest, reason: WireEnd): void {
    const { hosted } = guest;
    this.#tell(guest, { type: hosted === undefined ? "refused" : "disconnected", reason });
    this.#guests.delete(guest);
    hosted?.unplug();
    guest.left();
  }

  #tell({ number, hosted }: Guest, event: ConnectionEvent): void {
    this.#host.events.add(
      { module: hosted?.id ?? null, connection: number, atMs: hosted?.ageMs ?? null },
      event,
    );
  }
}

/** Whether a connection must make room for another: it has said nothing yet, or for long. */
function isIdle({ wire }: Guest): boolean {
  return !wire.hasSpoken || wire.silentMs >= silentMs;
}
