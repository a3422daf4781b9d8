import type { Socket } from "node:net";
import { Listeners } from "../listeners.ts";
import { releaseSocket } from "../tcp/connect-socket.ts";
import { decodeServerMessage, encodeMasks, encodeRequest, type Setting } from "./com-port.ts";
import {
  decodeLineState,
  decodeModemState,
  LINE_STATE_MASK,
  type LineState,
  MODEM_STATE_MASK,
  type ModemState,
} from "./line-states.ts";
import { OptionNegotiation } from "./option-negotiation.ts";
import type { SerialPace } from "./serial-pace.ts";
import { TelnetOption } from "./telnet-codes.ts";
import type { TelnetEvent } from "./telnet-decoder.ts";
import { TelnetStream, type TelnetStreamOwner } from "./telnet-stream.ts";

/** What a server may have taken and not sent: its own buffer and the system's for the port. */
const SERVER_BUFFER_BYTES = 8192;

/** What a session reports, and how it reckons. */
interface SessionOptions {
  readonly pace: SerialPace;
  readonly onLineState: ((state: LineState) => void) | undefined;
  readonly onModemState: ((state: ModemState) => void) | undefined;
}

/** Requests for one setting, and what came of them. The server answers them in order. */
interface Requests {
  asked: number;
  answered: number;
  /** What the latest answer said. */
  value: number;
}

interface Watcher {
  readonly timer: ReturnType<typeof setTimeout>;
  look(): void;
}

/** One conversation with an RFC 2217 server: options, requests, and the stream of data between. */
export class ComPortSession {
  readonly stream: TelnetStream;
  readonly options: OptionNegotiation;
  readonly #socket: Socket;
  readonly #pace: SerialPace;
  readonly #lineStates = new Listeners<LineState>();
  readonly #modemStates = new Listeners<ModemState>();
  readonly #requests = new Map<Setting, Requests>();
  readonly #watchers = new Set<Watcher>();
  #isDisposed = false;
  #hasHeardTelnet = false;
  #isEchoed = false;
  #isEnded = false;

  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#pace = options.pace;
    if (options.onLineState !== undefined) this.#lineStates.add(options.onLineState);
    if (options.onModemState !== undefined) this.#modemStates.add(options.onModemState);
    const owner: TelnetStreamOwner = {
      received: (event) => this.#receive(event),
      sent: (byteCount) => this.#pace.given(byteCount),
      ended: () => {
        this.#isEnded = true;
        this.#look();
      },
    };
    this.stream = new TelnetStream(socket, owner);
    // One that fails before the connection listens would end the process.
    this.stream.on("error", () => {});
    this.options = new OptionNegotiation((bytes) => this.stream.sendCommand(bytes));
  }

  /** Whether anything of telnet came. */
  get hasHeardTelnet(): boolean {
    return this.#hasHeardTelnet;
  }

  /** Whether the other side repeats what it hears, as no server does. */
  get isEchoed(): boolean {
    return this.#isEchoed;
  }

  /** Whether the other side has ended, or the connection is gone. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Asks for a setting, and gives what looks up the answer: `undefined` while there is none. */
  ask(setting: Setting, value: number): () => number | undefined {
    const requests = this.#requestsFor(setting);
    requests.asked += 1;
    const turn = requests.asked;
    this.stream.sendCommand(encodeRequest(setting, value));
    return () => (requests.answered >= turn ? requests.value : undefined);
  }

  /** Asks once more what was asked, for a server that was not ready yet: one answer is enough. */
  askAgain(setting: Setting, value: number): void {
    this.stream.sendCommand(encodeRequest(setting, value));
  }

  /** Tells the server what there is a listener for. */
  sendMasks(): void {
    const lineState = this.#lineStates.isEmpty ? 0 : LINE_STATE_MASK;
    const modemState = this.#modemStates.isEmpty ? 0 : MODEM_STATE_MASK;
    for (const command of encodeMasks(lineState, modemState)) this.stream.sendCommand(command);
  }

  /**
   * Resolves with what `look` gives, as soon as it gives anything: it is called after everything
   * that comes from the server. Resolves with `undefined` after `timeoutMs`. A session that is
   * disposed meanwhile leaves it pending.
   */
  until<Result>(look: () => Result | undefined, timeoutMs: number): Promise<Result | undefined> {
    if (this.#isDisposed) return new Promise(() => {});
    const already = look();
    if (already !== undefined) return Promise.resolve(already);
    return new Promise((resolve) => {
      const settle = (result: Result | undefined): void => {
        this.#forget(watcher);
        resolve(result);
      };
      const watcher: Watcher = {
        timer: setTimeout(() => settle(undefined), timeoutMs),
        look: () => {
          const result = look();
          if (result !== undefined) settle(result);
        },
      };
      this.#watchers.add(watcher);
      this.stream.mustRead = true;
    });
  }

  /**
   * Resolves when the serial port should have sent all it was given. A port that is faster than it
   * says, as those on USB are, is not waited for longer than what the server can hold takes.
   *
   * Rejects when the server does not take the bytes for so long.
   */
  async untilSent(timeoutMs: number): Promise<void> {
    if (this.#pace.isBehindBy(SERVER_BUFFER_BYTES)) {
      // The answer shows that the server has taken all that was sent before the question.
      const taken = await this.until(this.ask("baudRate", 0), timeoutMs);
      if (taken === undefined) throw new Error(`the server took no bytes for ${timeoutMs} ms`);
      this.#pace.leftAtMost(SERVER_BUFFER_BYTES);
    }
    for (let waitMs = this.#pace.remainingMs; waitMs > 0; waitMs = this.#pace.remainingMs) {
      await this.until(() => undefined, waitMs);
    }
  }

  /** Gives up all waiting and the connection; resolves when the operating system has it back. */
  dispose(): Promise<void> {
    for (const watcher of this.#watchers) this.#forget(watcher);
    this.#isDisposed = true;
    this.stream.destroy();
    return releaseSocket(this.#socket);
  }

  #forget(watcher: Watcher): void {
    clearTimeout(watcher.timer);
    this.#watchers.delete(watcher);
    this.stream.mustRead = this.#watchers.size > 0;
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher.look();
  }

  #receive(event: Exclude<TelnetEvent, { readonly type: "data" }>): void {
    this.#hasHeardTelnet = true;
    if (event.type === "negotiation") this.options.receive(event.verb, event.option);
    else if (event.type === "subnegotiation" && event.option === TelnetOption.comPort) {
      this.#receiveComPort(event.payload);
    }
    this.#look();
  }

  #receiveComPort(payload: Uint8Array): void {
    const message = decodeServerMessage(payload);
    switch (message?.type) {
      case "reply": {
        const requests = this.#requestsFor(message.setting);
        requests.value = message.value;
        // A server may also tell what nobody asked.
        requests.answered = Math.min(requests.answered + 1, requests.asked);
        break;
      }
      case "lineState":
        if ((message.bits & LINE_STATE_MASK) !== 0) {
          this.#lineStates.emit(decodeLineState(message.bits));
        }
        break;
      case "modemState":
        this.#modemStates.emit(decodeModemState(message.bits));
        break;
      case "suspend":
        this.stream.holdData();
        break;
      case "resume":
        this.stream.releaseData();
        break;
      case "echo":
        this.#isEchoed = true;
        break;
    }
  }

  #requestsFor(setting: Setting): Requests {
    const known = this.#requests.get(setting);
    if (known !== undefined) return known;
    const requests: Requests = { asked: 0, answered: 0, value: 0 };
    this.#requests.set(setting, requests);
    return requests;
  }
}
