/** One reply of a mail server, all its lines. */
export interface SmtpReply {
  /** The three digits; 0 when what came is not a reply of SMTP. */
  readonly code: number;
  /** The reply as received; lines are joined by LF. */
  readonly text: string;
}

const LINE = /^(\d{3})(?:([ -])(.*))?$/;

/** Cuts a server's bytes, in pieces of any size, into replies. */
export class SmtpReplyParser {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #lines: string[] = [];

  /** Length of what waits for its end, in characters. */
  get pendingLength(): number {
    return this.#rest.length + this.#lines.reduce((sum, line) => sum + line.length, 0);
  }

  /** The replies that these bytes complete. */
  push(bytes: Uint8Array): SmtpReply[] {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    this.#rest = lines.pop() ?? "";
    const replies: SmtpReply[] = [];
    for (const line of lines) {
      this.#lines.push(line);
      const match = LINE.exec(line);
      if (match?.[2] === "-") continue;
      replies.push({ code: Number(match?.[1] ?? 0), text: this.#lines.join("\n") });
      this.#lines = [];
    }
    return replies;
  }
}
