import type { Command } from "@qsmtp/protocol";
import type { LineMeaning } from "./effects.ts";
import { notify } from "./listeners.ts";

/** One line of the conversation for people and logs. Secrets and mail bodies never stand in it. */
export interface TraceEvent {
  readonly direction: "sent" | "received" | "note";
  /** A command or line with secrets masked, or a description such as `<1024 bytes of data>`. */
  readonly text: string;
  /** What a received line was; `undefined` for the other directions. */
  readonly meaning: LineMeaning | undefined;
  /** Milliseconds on the clock of the channel. */
  readonly atMs: number;
}

/** Secrets of so many commands are remembered; older ones are replaced by then. */
const rememberedSecrets = 32;

/** What people get to see of a conversation: everything, with secrets and mail bodies taken out. */
export class Trace {
  readonly #sink: ((event: TraceEvent) => void) | undefined;
  readonly #now: () => number;
  /** Commands that carried a secret: their mask applies to all that is shown later. */
  readonly #secretive: Command[] = [];

  constructor(sink: ((event: TraceEvent) => void) | undefined, now: () => number) {
    this.#sink = sink;
    this.#now = now;
  }

  /** Masks the secrets of a command from now on, also before it goes out. */
  protect(command: Command): void {
    if (command.sensitive) this.#remember(command);
  }

  /** A command goes out. */
  command(command: Command): void {
    this.protect(command);
    this.#show("sent", command.text, undefined);
  }

  /** Bytes without text, or a change of a control line. */
  sent(text: string): void {
    this.#show("sent", text, undefined);
  }

  received(meaning: LineMeaning, text: string, mask?: (text: string) => string): void {
    if (this.#sink === undefined) return;
    const known = meaning === "unknown" || meaning === "text" ? describe(meaning, text) : text;
    this.#show("received", this.mask(mask?.(known) ?? known), meaning);
  }

  note(text: string): void {
    this.#show("note", this.mask(text), undefined);
  }

  /** Replaces every secret that went over this wire in a text meant for people. */
  mask(text: string): string {
    let masked = text;
    for (const command of this.#secretive) masked = command.mask(masked);
    return masked;
  }

  /**
   * An unknown line as it may be shown: a damaged echo or read-back holds a secret that no mask
   * finds any more.
   */
  maskUnknown(text: string): string {
    const mayEcho = this.#secretive.some(resembles(text));
    return mayEcho ? describe("unknown", text) : this.mask(text);
  }

  #remember(command: Command): void {
    // A mail sets the same account as the one before, mostly.
    if (this.#secretive.some((known) => known.isSameAs(command))) return;
    this.#secretive.push(command);
    if (this.#secretive.length > rememberedSecrets) this.#secretive.shift();
  }

  #show(direction: TraceEvent["direction"], text: string, meaning: LineMeaning | undefined): void {
    const sink = this.#sink;
    if (sink !== undefined) notify(() => sink({ direction, text, meaning, atMs: this.#now() }));
  }
}

/** Whether a line may be what is left of a command's echo, or of what it set read back. */
function resembles(text: string): (command: Command) => boolean {
  const letters = text.toUpperCase();
  return ({ operation: { at } }) =>
    letters.startsWith("AT") || letters.includes('"') || letters.includes(at.replace(/^\W/, ""));
}

/**
 * Text of a line that belongs to nothing we know. It may be a piece of a mail body that the module
 * took for a command, or somebody's message, so only its kind is shown.
 */
function describe(meaning: "unknown" | "text", text: string): string {
  if (meaning === "text") return `<text of a message, ${text.length} characters>`;
  const prefix = /^[+^%$#&*][A-Z0-9 ]{1,20}:/.exec(text)?.[0];
  return prefix === undefined ? `<unknown line, ${text.length} characters>` : `${prefix} <unknown>`;
}
