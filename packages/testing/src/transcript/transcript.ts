import { hideSecrets } from "../hide-secrets.ts";
import { SecretMask } from "./secret-mask.ts";

/** A command of a line, as the schema reads it. */
export interface DecodedArguments {
  /** Name of the operation in the schema, e.g. `addRecipient`. */
  readonly operation: string;
  /** The arguments by name. Secrets among them are read by their names only. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** A command line that the module received. Printed whole it shows no secret. */
export interface ReceivedCommand {
  /** When its CR came: since the module was made, on its own clock. */
  readonly atMs: number;
  /** Without the CR, secrets masked. */
  readonly text: string;
  /**
   * Name of the operation in the schema, e.g. `addRecipient`; `undefined` if the command cannot be
   * read. Of a line with several commands it is the first that can: {@link commands} has all.
   */
  readonly operation: string | undefined;
  /** The decoded arguments of {@link operation}. Secrets among them are read by their names only. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
  /** The commands of the line that the module has begun with and could read, in order. */
  readonly commands: readonly DecodedArguments[];
  /**
   * As it stood on the wire, without the CR. It may hold secrets: it is read by its name only, and no
   * list of properties has it.
   */
  readonly line: string;
}

/** What must not be shown of a command line. */
export interface SecretsOfLine {
  /** Secrets, as they stand on the wire: masked from now on wherever they appear. */
  readonly secrets: readonly string[];
  /** Parts that could not be read and may hold a secret: masked in this line only. */
  readonly unreadable: readonly string[];
}

/** What a transcript needs to know. */
export interface TranscriptOptions {
  /** Time since the module was made. */
  readonly now: () => number;
  readonly secretsOf: (line: string) => SecretsOfLine;
  /** The part of a line heard from its middle that may hold a secret; `""` for none. */
  readonly maybeSecretIn: (line: string) => string;
  /** How many lines are kept, of the transcript and of the commands each. */
  readonly maxLines: number;
}

/** What a {@link ReceivedCommand} is made of. */
type CommandNote = Pick<ReceivedCommand, "atMs" | "text" | "line" | "commands">;

interface Entry {
  readonly atMs: number;
  /** For people. */
  readonly text: string;
}

/** Notes what went over the line, for a person to read. Each line is masked when it is noted. */
export class Transcript {
  /** Made when somebody looks at them, and from then on as they come: most tests never do. */
  #received: ReceivedCommand[] | undefined;
  /** The commands as long as nobody has looked. */
  #commands: CommandNote[] = [];
  readonly #entries: Entry[] = [];
  #mask = new SecretMask();
  readonly #options: TranscriptOptions;
  #droppedLines = 0;

  constructor(options: TranscriptOptions) {
    this.#options = options;
  }

  /** The newest command lines; the list goes on growing. */
  get received(): readonly ReceivedCommand[] {
    this.#received ??= this.#commands.splice(0).map(receivedCommand);
    return this.#received;
  }

  /** A text of any kind without the secrets that are known. */
  withoutSecrets(text: string): string {
    return this.#mask.mask(text);
  }

  /** A command line for people: what may be secret in it, and all that is known to be, is masked. */
  masked(line: string): string {
    const { secrets, unreadable } = this.#options.secretsOf(line);
    this.#mask.remember(secrets);
    const readable = unreadable
      .filter((part) => part !== "")
      .reduce((text, part) => text.replaceAll(part, "***"), line);
    return this.#mask.mask(readable);
  }

  /** A command line, or a command of one, as the module heard it: perhaps from its middle. */
  heard(line: string): string {
    const cut = this.#options.maybeSecretIn(line);
    return this.masked(cut === "" ? line : line.replace(cut, () => "***"));
  }

  /** A whole command line from the host. */
  commandLine(line: string): void {
    const text = this.heard(line);
    this.#keepCommand({ atMs: this.#options.now(), text, line, commands: [] });
    this.#note(`> ${text}`);
  }

  /** The module has begun with a command of the line that came last. */
  decoded(command: DecodedArguments): void {
    const last = this.#commands.pop() ?? this.#received?.pop();
    if (last === undefined) return;
    const { atMs, text, line, commands } = last;
    this.#keepCommand({ atMs, text, line, commands: [...commands, command] });
  }

  /** Forgets all that was noted, and what is secret. */
  clear(): void {
    this.#commands = [];
    if (this.#received !== undefined) this.#received.length = 0;
    this.#entries.length = 0;
    this.#droppedLines = 0;
    this.#mask = new SecretMask();
  }

  /** Masks secrets of the module in all that is noted from now on. */
  hide(secrets: readonly string[]): void {
    this.#mask.remember(secrets);
  }

  /** Lines to the host. @returns them masked */
  printed(text: string): string[] {
    const masked: string[] = [];
    for (const line of linesOf(text)) {
      const shown = this.#mask.mask(line);
      masked.push(shown);
      this.#note(`< ${shown}`);
    }
    return masked;
  }

  /** Bytes of a data phase. */
  data(direction: ">" | "<", bytes: number): void {
    this.#note(`${direction} (${bytes} bytes)`);
  }

  /** Something that happened to the module. */
  event(text: string): void {
    this.#note(`- ${text}`);
  }

  /** A line each, times in seconds. How many are forgotten or left out is said in the first one. */
  toText(maxLines: number = Number.POSITIVE_INFINITY): string {
    const shown = this.#entries.slice(Math.max(0, this.#entries.length - maxLines));
    const lines = shown.map(({ atMs, text }) => {
      const seconds = (atMs / 1000).toFixed(3).padStart(9);
      return `${seconds} ${text}\n`;
    });
    const missing = this.#droppedLines + this.#entries.length - shown.length;
    if (missing > 0) lines.unshift(`${" ".repeat(9)} - ${missing} earlier lines\n`);
    return lines.join("");
  }

  #note(text: string): void {
    const atMs = this.#options.now();
    this.#droppedLines += this.#keep(this.#entries, { atMs, text });
  }

  #keepCommand(note: CommandNote): void {
    if (this.#received === undefined) this.#keep(this.#commands, note);
    else this.#keep(this.#received, receivedCommand(note));
  }

  /** @returns how many were dropped for it */
  #keep<Item>(items: Item[], item: Item): number {
    items.push(item);
    if (items.length <= this.#options.maxLines) return 0;
    items.shift();
    return 1;
  }
}

function receivedCommand({ atMs, text, line, commands }: CommandNote): ReceivedCommand {
  const { operation, input } = commands[0] ?? {};
  return hideSecrets({ atMs, text, operation, input, commands, line }, "line");
}

/** Those that are not empty; every reply is cut, for which a pattern takes several times as long. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text[at] !== "\r" && text[at] !== "\n") continue;
    if (at > from) lines.push(text.slice(from, at));
    from = at + 1;
  }
  return lines;
}
