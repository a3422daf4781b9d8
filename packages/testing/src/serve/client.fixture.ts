import { connect, type Socket } from "node:net";
import type { ServedEvent } from "./hosting/served-event.ts";
import { type ServedModules, type ServeOptions, serveModules } from "./serve-modules.ts";

/** A program that speaks to a module over TCP. */
export class TestClient {
  readonly socket: Socket;
  #text = "";
  #closed: Promise<unknown>;
  #look: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("latin1").on("data", (text: string) => {
      this.#text += text;
      this.#look();
    });
    socket.on("error", () => {});
    this.#closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#look();
        resolve(undefined);
      });
    });
  }

  static async open(port: number): Promise<TestClient> {
    const socket = connect(port, "127.0.0.1");
    const client = new TestClient(socket);
    // One that is refused may be closed as soon as it is open.
    await Promise.race([
      new Promise((resolve) => socket.once("connect", resolve)),
      client.closed(),
    ]);
    return client;
  }

  get text(): string {
    return this.#text;
  }

  /** Sends text, and gives what has come until the pattern matches; what comes later is kept. */
  async ask(text: string, pattern: RegExp = /(?:OK|ERROR[^\r]*)\r\n/): Promise<string> {
    if (text !== "") this.socket.write(text, "latin1");
    return await new Promise((resolve, reject) => {
      this.#look = () => {
        const match = pattern.exec(this.#text);
        if (match !== null) {
          const end = match.index + match[0].length;
          const found = this.#text.slice(0, end);
          this.#text = this.#text.slice(end);
          this.#look = () => {};
          resolve(found);
        } else if (this.socket.destroyed) {
          reject(new Error(`closed after ${JSON.stringify(this.#text)}`));
        }
      };
      this.#look();
    });
  }

  /** Resolves when the other side has ended the connection. */
  async closed(): Promise<void> {
    await this.#closed;
  }

  async close(): Promise<void> {
    this.socket.destroy();
    await this.#closed;
  }
}

/** Modules that are served for a test, and what was told of them. */
export interface ServedTest extends ServedModules {
  readonly events: readonly ServedEvent[];
  /** Resolves with the first event that is so, be it past or to come. */
  event(isIt: (event: ServedEvent) => boolean): Promise<ServedEvent>;
}

export async function serveForTest(options: ServeOptions = {}): Promise<ServedTest> {
  const events: ServedEvent[] = [];
  const looks = new Set<() => void>();
  const served = await serveModules({
    ...options,
    onEvent: (event) => {
      events.push(event);
      for (const look of [...looks]) look();
    },
  });
  return {
    ...served,
    events,
    event: (isIt) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(isIt);
          if (found === undefined) return;
          looks.delete(look);
          resolve(found);
        };
        looks.add(look);
        look();
      }),
  };
}
