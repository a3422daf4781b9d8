import type { StreamedPayload } from "../channel/payload.ts";
import { otherLength } from "../errors/source-error.ts";
import type { ByteSource } from "./byte-source.ts";
import { RunningChecksum } from "./checksum.ts";

/**
 * A stream whose length was given, as the payload of one command. The last bytes are handed out once
 * the stream has ended: no file is whole on the module that is not what it was said to be.
 */
export class DeclaredPayload implements StreamedPayload {
  readonly lengthBytes: number;
  readonly path: string;
  readonly #source: ByteSource;
  readonly #sum = new RunningChecksum();

  constructor(source: ByteSource, lengthBytes: number) {
    this.#source = source;
    this.path = source.path;
    this.lengthBytes = lengthBytes;
  }

  /** Of the bytes that were taken. */
  get checksum(): number {
    return this.#sum.value;
  }

  /** @throws SourceError, and the error of the signal */
  async take(lengthBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
    const { lengthBytes: declared, path } = this;
    const bytes = await this.#source.read(lengthBytes, signal);
    const isLast = this.#sum.add(bytes).lengthBytes === declared;
    const isRight =
      bytes.length === lengthBytes && (!isLast || (await this.#source.isAtEnd(signal)));
    if (!isRight) throw otherLength(path, declared, this.#source.gotBytes);
    return bytes;
  }
}
