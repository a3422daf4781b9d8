import type { FarEnd } from "@qsmtp/transport";
import { formatEndpoint } from "./arguments/endpoint.ts";
import type { ListenPlace } from "./arguments/listen-place.ts";
import { isLoopback } from "./loopback.ts";
import { UsageError } from "./usage-error.ts";

/** A place at which one host after the other reaches what this program plays. */
export interface ListeningPlace {
  /** Where it is, for the first line on stdout. */
  readonly where: { readonly host: string; readonly port: number } | { readonly pty: string };
  /** Resolves when it is gone without being closed. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** What happens at the place. */
export interface ListeningOptions {
  readonly allowRemote: boolean | undefined;
  /** A host has come; the function that it gives is called when it has left. */
  readonly onHost: (farEnd: FarEnd) => () => void;
  /** A host was refused, because another one is there. */
  readonly onRefused: () => void;
}

/**
 * Listens where `--listen` says.
 * @throws UsageError for a place beyond this computer that was not allowed, or one that cannot be had
 */
export async function listenAt(
  place: ListenPlace,
  options: ListeningOptions,
): Promise<ListeningPlace> {
  const onConnection = oneAtATime(options);
  return place.kind === "pty"
    ? await listenAtPty(place.path, onConnection)
    : await listenAtPort(place, options.allowRemote ?? false, onConnection);
}

type OnConnection = (farEnd: FarEnd) => (() => void) | undefined;

function oneAtATime({ onHost, onRefused }: ListeningOptions): OnConnection {
  let isTaken = false;
  return (farEnd) => {
    if (isTaken) {
      onRefused();
      farEnd.unplug();
      return undefined;
    }
    isTaken = true;
    const left = onHost(farEnd);
    return () => {
      isTaken = false;
      left();
    };
  };
}

async function listenAtPort(
  { host, port }: Extract<ListenPlace, { readonly kind: "tcp" }>,
  allowRemote: boolean,
  onConnection: OnConnection,
): Promise<ListeningPlace> {
  if (!allowRemote && !isLoopback(host)) {
    throw new UsageError(
      `--listen tcp://${formatEndpoint({ host, port })} would let other computers use the module; --allow-remote allows that`,
    );
  }
  const { listenFarEnd } = await import("@qsmtp/transport/mock");
  const server = await listenFarEnd({ host, port, onConnection }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const where = formatEndpoint({ host, port });
    throw new UsageError(`--listen: cannot listen on ${where} (${reason})`, { cause });
  });
  return {
    where: { host, port: server.port },
    ended: new Promise(() => {}),
    close: () => server.close(),
  };
}

async function listenAtPty(path: string, onConnection: OnConnection): Promise<ListeningPlace> {
  const { listenPty, ServeError } = await import("@qsmtp/testing/serve");
  const server = await listenPty({ path, onConnection }).catch((cause: unknown) => {
    if (!(cause instanceof ServeError)) throw cause;
    throw new UsageError(`--listen pty:${path}: ${cause.message}`, { cause });
  });
  return { where: { pty: path }, ended: server.gone, close: () => server.close() };
}
