import type { WireEnd } from "@qsmtp/testing/serve";
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
  /** A host has come; the function that it gives is called when it has left, with the reason. */
  readonly onHost: (farEnd: FarEnd) => (reason: WireEnd) => void;
  /** Is told why a connection was refused or ended from here. */
  readonly tell: (text: string) => void;
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

type OnConnection = (farEnd: FarEnd) => ((reason: WireEnd) => void) | undefined;

/** What people should know of a connection that was ended from here. */
const told: Readonly<Partial<Record<WireEnd, string>>> = {
  "not-at-commands": "a connection was ended: it began with HTTP or TLS, as a web page makes one",
  "not-read": "a connection was ended: its program does not read what the module says",
};

function oneAtATime({ onHost, tell }: ListeningOptions): OnConnection {
  let isTaken = false;
  const tellWhy = (reason: WireEnd): void => {
    const text = told[reason];
    if (text !== undefined) tell(text);
  };
  return (farEnd) => {
    if (isTaken) {
      tell("a connection was refused: another one has the module");
      farEnd.unplug();
      return undefined;
    }
    isTaken = true;
    const left = onHost(farEnd);
    return (reason) => {
      isTaken = false;
      tellWhy(reason);
      left(reason);
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
  const { listenTcp, ServeError } = await import("@qsmtp/testing/serve");
  const server = await listenTcp({ host, port, allowRemote, onConnection }).catch(
    (cause: unknown) => {
      if (!(cause instanceof ServeError)) throw cause;
      throw new UsageError(`--listen: ${cause.message}`, { cause });
    },
  );
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
