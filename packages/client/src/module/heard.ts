import type { CloseReason, Connection } from "@qsmtp/transport";
import { printable } from "../trace/printable.ts";
import type { Secrets } from "../trace/secrets.ts";
import { type PortContent, recognize } from "./port-content.ts";

/** So many bytes tell what is on a port. */
const keptBytes = 8192;
const shownCharacters = 60;

/** What came on a port, in words in which no secret stands. */
export interface HeardContent extends Omit<PortContent, "pieces"> {
  readonly sample: string | undefined;
}

/**
 * Listens in on a connection while a module is looked for on it: where none answers, it shows what is
 * there instead. It reads the bytes themselves, because a prompt has no line end and noise no lines.
 */
export class Heard {
  /** The same connection, for the channel. */
  readonly connection: Connection;
  readonly #secrets: Secrets;
  readonly #received = new Bytes();
  readonly #sent = new Bytes();
  #closed: CloseReason | undefined;
  #listens = true;

  constructor(connection: Connection, secrets: Secrets) {
    this.#secrets = secrets;
    void connection.closed.then((reason) => {
      this.#closed = reason;
    });
    this.connection = {
      capabilities: connection.capabilities,
      closed: connection.closed,
      onData: (listener) =>
        connection.onData((chunk) => {
          if (this.#listens) this.#received.add(chunk);
          listener(chunk);
        }),
      write: (bytes) => {
        if (this.#listens) this.#sent.add(bytes);
        return connection.write(bytes);
      },
      setDtr: (asserted) => connection.setDtr(asserted),
      close: () => connection.close(),
      [Symbol.asyncDispose]: () => connection.close(),
    };
  }

  /** Ends it; the connection goes on. */
  dispose(): void {
    this.#listens = false;
    this.#received.clear();
    this.#sent.clear();
  }

  /** Whether the far side ended the connection by itself: in an orderly way, or by a reset. */
  get closedByFarSide(): boolean {
    if (this.#closed?.kind !== "lost") return this.#closed?.kind === "remote";
    const cause = this.#closed.error.cause as { readonly code?: unknown } | undefined;
    return cause?.code === "ECONNRESET" || cause?.code === "EPIPE";
  }

  /** What came, or `undefined` when nothing did. */
  describe(): HeardContent | undefined {
    const received = this.#received.all();
    if (received.length === 0) return undefined;
    const { found, what, hint, pieces } = recognize(received, this.#sent.all());
    const shown = pieces.map((piece) => this.#shown(piece));
    return { found, what, hint, sample: shown.length === 0 ? undefined : shown.join(", ") };
  }

  /** An earlier program's talk may be among it, and a person's. */
  #shown(piece: string): string {
    if (revealing.test(piece) || this.#secrets.mayBeIn(piece)) {
      return `<${piece.length} characters that may hold a secret>`;
    }
    const cut = piece.length > shownCharacters ? `${piece.slice(0, shownCharacters)}...` : piece;
    return JSON.stringify(printable(cut)).replaceAll("\\\\u", "\\u");
  }
}

/** What stands near secrets: quoted values, commands with values, addresses, the words themselves. */
const revealing =
  /["'=@]|\bAT ?[+^&$*]\w+=|(?:pass(?:word|phrase|wd)?|secret|token|key|psk|pin)\b(?!:? ?$)/i;

/** The first bytes that went one way. */
class Bytes {
  #parts: Uint8Array[] = [];
  #length = 0;

  add(bytes: Uint8Array): void {
    const taken = bytes.slice(0, keptBytes - this.#length);
    if (taken.length === 0) return;
    this.#parts.push(taken);
    this.#length += taken.length;
  }

  all(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  clear(): void {
    this.#parts = [];
    this.#length = 0;
  }
}
