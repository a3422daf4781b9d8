import { deleteFile, findFiles, uploadFile } from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import type { PayloadProgress } from "../channel/exchange-run.ts";
import { CommandError } from "../errors/command-error.ts";
import { FileExistsError, UploadCorruptError } from "../errors/file-errors.ts";
import { fileChecksum } from "./checksum.ts";

export interface UploadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PayloadProgress) => void) | undefined;
  /** Replaces a file of this name instead of refusing. Default false: it may be somebody else's. */
  readonly replace?: boolean | undefined;
}

/** Pause in the data after which the module gives up; short, because it holds the port that long. */
const uploadIdleSeconds = 20;

const fileExistsCode = 407;
/** `No such file` and, on EC25, `deleting failed`: either way the file is not there. */
const absentCodes: readonly number[] = [405, 418];

/**
 * The files that we put on the module. It remembers each from before its first byte until the
 * module confirms that it is deleted, so that nothing of ours stays behind and nothing else is
 * touched.
 */
export class ModuleFiles {
  readonly #channel: Channel;
  readonly #ackMode: boolean;
  readonly #own = new Set<string>();

  /** `ackMode`: the module acknowledges each 1024 bytes, for lines without flow control. */
  constructor(channel: Channel, ackMode: boolean) {
    this.#channel = channel;
    this.#ackMode = ackMode;
    channel.onUrc((urc) => {
      if (urc.name === "moduleReady") this.#forgetVolatile();
    });
  }

  /** Names of our files that are still on the module, as far as we know. */
  get own(): readonly string[] {
    return [...this.#own];
  }

  /**
   * Uploads a file and compares size and checksum.
   *
   * @returns the checksum, equal on both sides
   * @throws FileExistsError when the name is taken by a file that is not ours, UploadCorruptError
   * when the module stored something else, and the errors of the channel.
   */
  async upload(fileName: string, bytes: Uint8Array, options: UploadOptions = {}): Promise<number> {
    const { signal, onProgress } = options;
    if (await this.exists(fileName, signal)) {
      if (!options.replace && !this.#own.has(fileName)) throw new FileExistsError(fileName);
      await this.#channel.execute(deleteFile({ fileName }), { signal });
    }
    const command = uploadFile({
      fileName,
      sizeBytes: bytes.length,
      timeoutSeconds: uploadIdleSeconds,
      ackMode: this.#ackMode,
    });
    this.#own.add(fileName);
    const stored = await this.#channel
      .execute(command, { payload: bytes, signal, onProgress })
      .catch((error: unknown) => {
        if (error instanceof CommandError && error.moduleError?.code === fileExistsCode) {
          this.#own.delete(fileName);
          throw new FileExistsError(fileName);
        }
        throw error;
      });
    const checksum = fileChecksum(bytes);
    if (stored.uploadedBytes !== bytes.length || stored.checksum !== checksum) {
      throw new UploadCorruptError(
        fileName,
        { bytes: bytes.length, checksum },
        { bytes: stored.uploadedBytes, checksum: stored.checksum },
      );
    }
    return checksum;
  }

  /** RAM is empty after a restart. */
  #forgetVolatile(): void {
    for (const name of this.own) if (name.startsWith("RAM:")) this.#own.delete(name);
  }

  async exists(fileName: string, signal?: AbortSignal): Promise<boolean> {
    try {
      const { files } = await this.#channel.execute(findFiles({ pattern: fileName }), { signal });
      return files.some((file) => withoutUfs(file.name) === withoutUfs(fileName));
    } catch (error) {
      // Asking for one file that is missing is answered with an error.
      if (error instanceof CommandError) return false;
      throw error;
    }
  }

  /** Deletes one of our files; one that is gone already counts as deleted. */
  async delete(fileName: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.#channel.execute(deleteFile({ fileName }), { signal });
    } catch (error) {
      if (!(error instanceof CommandError) || !isAbsent(error)) throw error;
      // EC25 says the same when a deletion fails, so look.
      if (await this.exists(fileName, signal)) throw error;
    }
    this.#own.delete(fileName);
  }
}

function isAbsent(error: CommandError): boolean {
  return error.moduleError !== undefined && absentCodes.includes(error.moduleError.code);
}

/** The module prints `UFS:` in front of names that were given without a storage. */
function withoutUfs(name: string): string {
  return name.startsWith("UFS:") ? name.slice(4) : name;
}
