import type { Connection, Transport } from "@qsmtp/transport";

const blockBytes = 1024;
const acknowledgement = "A";

/**
 * Uploads a file as a program does that knows of blocks and acknowledgements, but not of the escape
 * sequence: what is left behind the last whole block goes out by itself.
 */
export async function uploadNaively(
  transport: Transport,
  fileName: string,
  bytes: Uint8Array,
): Promise<void> {
  const connection = await transport.open();
  const heard = new Heard(connection);
  try {
    await connection.write(encode("ATE0\r"));
    await heard.until("OK\r\n");
    await connection.write(encode(`AT+QFUPL="${fileName}",${bytes.length},20,1\r`));
    await heard.until("CONNECT\r\n");
    for (let at = 0; at < bytes.length; at += blockBytes) {
      const block = bytes.subarray(at, at + blockBytes);
      await connection.write(block);
      await heard.until(block.length === blockBytes ? acknowledgement : "OK\r\n");
    }
  } finally {
    await connection.close();
  }
}

/** What the module has said, to be waited for. */
class Heard {
  #text = "";
  #wake: () => void = () => {};

  constructor(connection: Connection) {
    connection.onData((chunk) => {
      this.#text += new TextDecoder().decode(chunk);
      this.#wake();
    });
  }

  /** Resolves when the text has come, and forgets everything up to its end. */
  async until(text: string): Promise<void> {
    for (;;) {
      const at = this.#text.indexOf(text);
      if (at >= 0) {
        this.#text = this.#text.slice(at + text.length);
        return;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
