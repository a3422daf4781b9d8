import { type Command, type FrameEvent, parseFinalResult } from "@qsmtp/protocol";
import { escapeSequence } from "@qsmtp/protocol/facts";
import { isOwnError } from "../errors/qsmtp-error.ts";
import { literal, Secrets } from "../trace/secrets.ts";
import type { LineMeaning, TraceEvent, TraceKind } from "../trace/trace-event.ts";
import { notify } from "./listeners.ts";
import { withoutSecretSetting } from "./unread-line.ts";

const capitalM = 0x4d;
/** Data that a module gives back comes soon. */
const rememberedBlocks = 32;
/** So many characters of data in a row are not in a line by accident. */
const pieceLength = 8;

/**
 * What people get to see of a conversation: everything, with secrets, mail bodies and the contents of
 * files taken out. While nobody listens nothing is put into words and no mask is run.
 */
export class Trace {
  readonly #sink: ((event: TraceEvent) => void) | undefined;
  readonly #now: () => number;
  readonly #secrets: Secrets;
  /** Blocks of data that went out last, as copies: what is in them is shown to nobody. */
  readonly #recent: Uint8Array[] = [];
  /** Bytes of the lines that came and are not read yet, oldest first. */
  #arrived: number[] = [];
  /** Bytes of the line that is being read, until a record has them. */
  #lineBytes = 0;

  /** `secrets` are known before any command carries them: they may come back from an earlier run. */
  constructor(
    sink: ((event: TraceEvent) => void) | undefined,
    now: () => number,
    secrets: readonly string[] = [],
  ) {
    this.#sink = sink;
    this.#now = now;
    this.#secrets = new Secrets(secrets);
  }

  /** Whether anybody reads it. */
  get isRead(): boolean {
    return this.#sink !== undefined;
  }

  /** Masks the secrets of a command from now on, also before it goes out. */
  protect(command: Command): void {
    if (command.sensitive) this.#secrets.add(secretsOf(command));
  }

  /** A command goes out as so many bytes. */
  command(command: Command, lengthBytes: number): void {
    this.protect(command);
    if (this.#sink === undefined) return;
    this.#show("sent", "command", this.#secrets.maskWhole(command.text), lengthBytes);
  }

  /** `isWatched`: somebody reads unknown lines, which may be what a module gives back of this. */
  sentData(bytes: Uint8Array, isWatched: boolean): void {
    if (isWatched) {
      this.#recent.push(bytes.slice());
      if (this.#recent.length > rememberedBlocks) this.#recent.shift();
    }
    if (this.#sink === undefined) return;
    this.#show("sent", "data", `<${bytes.length} bytes of data>`, bytes.length);
  }

  escape(lengthBytes: number): void {
    this.#show("sent", "escape", escapeSequence, lengthBytes);
  }

  dtr(asserted: boolean): void {
    this.#show("sent", "control-line", asserted ? "<DTR on>" : "<DTR off>", 0);
  }

  /** The line that came first of those not read is being read. */
  beginLine(): void {
    if (this.#sink !== undefined) this.#lineBytes += this.#arrived.shift() ?? 0;
  }

  /** What a line was. One that is read anew, because it was nobody's reply, has no bytes then. */
  line(meaning: LineMeaning, text: string, mask?: (text: string) => string): void {
    if (this.#sink === undefined) return;
    const isForeign = meaning === "unknown" || meaning === "text";
    const shown = isForeign
      ? this.#kindOf(meaning, text)
      : this.#secrets.mask(mask?.(text) ?? text);
    this.#show("received", "line", shown, this.#takeLineBytes(), meaning);
  }

  /** It has been read; it had no record when nobody reads any more. */
  endLine(): void {
    const lengthBytes = this.#takeLineBytes();
    if (lengthBytes > 0) this.#show("received", "line", "<not read>", lengthBytes, "unknown");
  }

  /** Something came as so many bytes. Of a line it is told when it is read what it was. */
  received(event: FrameEvent, lengthBytes: number): void {
    if (this.#sink === undefined) return;
    switch (event.type) {
      case "line":
        this.#arrived.push(lengthBytes);
        return;
      case "ack":
        this.#show("received", "ack", "<acknowledgement>", lengthBytes);
        return;
      case "data":
        this.#show("received", "data", `<${event.bytes.length} bytes of data>`, lengthBytes);
        return;
      case "overflow": {
        const text = `<line over ${event.limitBytes} bytes dropped>`;
        this.#show("received", "overlong", text, lengthBytes, "unknown");
      }
    }
  }

  /** The connection has ended and left so many bytes without a line end. */
  partial(lengthBytes: number): void {
    if (this.#sink === undefined || lengthBytes === 0) return;
    const text = `<${lengthBytes} bytes without a line end>`;
    this.#show("received", "partial", text, lengthBytes, "unknown");
  }

  note(
    text: string | (() => string),
    kind: Extract<TraceKind, "note" | "restart" | "recovery"> = "note",
  ): void {
    if (this.#sink === undefined) return;
    const said = typeof text === "string" ? text : text();
    this.#show("note", kind, this.#secrets.mask(said), 0);
  }

  /**
   * A received line as it may be read: the words of an error are all shown to people, so one that
   * gives back a command with a secret, or a piece of it, has none.
   */
  screen(line: string): string {
    // Nearly every line is something else, and one character shows it.
    if (line.charCodeAt(2) !== capitalM) return line;
    const final = parseFinalResult(line);
    const words = final !== undefined && "error" in final ? final.error : undefined;
    if (typeof words !== "string") return line;
    const isCommand = /"|AT\s*[+^$&]/i.test(words);
    if (!isCommand && !this.#secrets.mayBeIn(words)) return line;
    return `${line.slice(0, line.indexOf(":"))}: words that may hold a secret`;
  }

  /**
   * An unknown line as it may be shown: a damaged echo or read-back holds a secret that no mask
   * finds any more.
   */
  maskUnknown(text: string): string {
    const isRisky = this.#secrets.mayBeIn(text) || resemblesSecretCommand(text);
    const mayEcho = !this.#secrets.isEmpty && resemblesCommand(text);
    return isRisky || mayEcho || this.#isOfData(text) ? this.#kindOf("unknown", text) : text;
  }

  /** Takes secrets out of the messages of an error that may quote what came. */
  redact(error: unknown): void {
    for (let at = error; isOwnError(at); at = at.cause) {
      const problem = this.#secrets.mask(withoutSecretSetting(at.problem));
      if (problem === at.problem) continue;
      const message = at.message.replace(at.problem, () => problem);
      const stack = at.stack?.replace(at.message, () => message);
      // A decoder's error beneath it quotes the same line.
      Object.assign(at, { problem, message, stack, cause: undefined });
    }
  }

  /** Whether a line, or a piece of it that is no accident, is in what was sent as data. */
  #isOfData(text: string): boolean {
    const last = text.length - pieceLength;
    if (this.#recent.length === 0 || last < 0) return false;
    const decoder = new TextDecoder();
    const data = this.#recent.map((block) => decoder.decode(block, { stream: true })).join("");
    for (let at = 0; at <= last; at++) {
      if (data.includes(text.slice(at, at + pieceLength))) return true;
    }
    return false;
  }

  #takeLineBytes(): number {
    const lengthBytes = this.#lineBytes;
    this.#lineBytes = 0;
    return lengthBytes;
  }

  /**
   * Text of a line that belongs to nothing we know. It may be a piece of a mail body that the module
   * took for a command, or somebody's message, so only its kind is shown.
   */
  #kindOf(meaning: "unknown" | "text", text: string): string {
    if (meaning === "text") return `<text of a message, ${text.length} characters>`;
    const prefix = /^[+^%$#&*][A-Z0-9 ]{1,20}:/.exec(text)?.[0];
    return prefix === undefined || this.#secrets.mayBeIn(prefix)
      ? `<unknown line, ${text.length} characters>`
      : `${prefix} <unknown>`;
  }

  #show(
    direction: TraceEvent["direction"],
    kind: TraceKind,
    text: string,
    bytes: number,
    meaning?: LineMeaning,
  ): void {
    const sink = this.#sink;
    if (sink === undefined) return;
    const event: TraceEvent = { direction, kind, text, meaning, bytes, atMs: this.#now() };
    notify(() => sink(event));
  }
}

/** What stands on the wire where the text for people has its masks. */
function secretsOf({ text, bytes }: Command): string[] {
  const form = text.split("***").map(literal).join("(.*)");
  const line = new TextDecoder().decode(bytes);
  return new RegExp(`^${form}\\r$`, "su").exec(line)?.slice(1) ?? [];
}

/** Whether a line may be what is left of a command's echo, or of what it set read back. */
function resemblesCommand(text: string): boolean {
  return /^AT/i.test(text) || text.includes('"');
}

/** Names of the commands that carry secrets, and pieces of them that one error leaves whole. */
const secretNames = /QSMTP|SMTPCFG|ACCOUNT|QICSG|ICSGP|CPIN|QSSLC|SSLCFG/i;

/** The same of a command whose secret we do not know: an earlier program's. */
function resemblesSecretCommand(text: string): boolean {
  return secretNames.test(text) && /[",=]/.test(text);
}
