import { Storage } from "@qsmtp/protocol/commands";
import { families } from "@qsmtp/protocol/families";
import { checkedOptions } from "../../checked-options.ts";
import { fileStoreOptions } from "../../option-tables.gen.ts";

/** The storages of a module. */
export type StorageName = Storage;

/** A stored file with its full name, e.g. `RAM:log.txt`. */
export interface StoredFile {
  /** With its storage. */
  readonly name: string;
  /** Its content. */
  readonly bytes: Uint8Array;
}

/** Sizes of the storages. */
export interface FileStoreOptions {
  /**
   * Default: what the schema has for the model, and for others what a program for EC2x tells, 2616320.
   * @whole
   * @minimum 0
   */
  readonly ufsBytes?: number | undefined;
  /**
   * 0 is a module without RAM storage. Default 1 MiB: no source tells a size.
   * @whole
   * @minimum 0
   */
  readonly ramBytes?: number | undefined;
  /**
   * Default: no SD card.
   * @whole
   * @minimum 0
   */
  readonly sdBytes?: number | undefined;
  /**
   * Bytes in which flash is given out, so that a file costs a multiple of it: 4096 as one EG800K was
   * seen to do. Default: 4096 of an EG800K, else 1.
   * @whole
   * @minimum 1
   */
  readonly blockSizeBytes?: number | undefined;
}

/** As a program for EC2x tells it. */
const [usualUfsBytes = 0] = families.flatMap(({ id, storage }) =>
  id === "EC2x" && storage?.flashBytes !== undefined ? [storage.flashBytes] : [],
);

/** The module's files. A name without storage means UFS. */
export class FileStore {
  readonly #capacities: ReadonlyMap<StorageName, number>;
  readonly #blockSizeBytes: number;
  readonly #files = new Map<string, Uint8Array>();

  constructor(options: FileStoreOptions = {}) {
    const checked = checkedOptions(options, fileStoreOptions);
    const { ufsBytes = usualUfsBytes, ramBytes = 1_048_576, sdBytes } = checked;
    this.#blockSizeBytes = checked.blockSizeBytes ?? 1;
    const capacities: [StorageName, number][] = [[Storage.ufs, ufsBytes]];
    if (ramBytes > 0) capacities.push([Storage.ram, ramBytes]);
    if (sdBytes !== undefined) capacities.push([Storage.sd, sdBytes]);
    this.#capacities = new Map(capacities);
  }

  /** Bytes of a file, or `undefined` when there is none of that name. */
  read(name: string): Uint8Array | undefined {
    return this.#files.get(fullName(name));
  }

  /**
   * Stores a file, in place of one with the same name. Text is stored as UTF-8.
   * @throws RangeError when the name or its storage does not exist in a module.
   */
  write(name: string, content: Uint8Array | string): void {
    if (!isFileName(name) || !this.hasStorage(storageOf(name))) {
      throw new RangeError(`no module has a file of the name ${JSON.stringify(name)}`);
    }
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content.slice();
    this.#files.set(fullName(name), bytes);
  }

  /** Deletes a file. @returns whether it was there */
  delete(name: string): boolean {
    return this.#files.delete(fullName(name));
  }

  /** All files of a storage, or of all storages, in the order in which they were made. */
  list(storage?: StorageName): StoredFile[] {
    return [...this.#files]
      .map(([name, bytes]) => ({ name, bytes }))
      .filter(({ name }) => storage === undefined || storageOf(name) === storage);
  }

  /** Whether the module has a storage. */
  hasStorage(storage: StorageName): boolean {
    return this.#capacities.has(storage);
  }

  /** Size of a storage, 0 when the module has none of the name. */
  totalBytes(storage: StorageName): number {
    return this.#capacities.get(storage) ?? 0;
  }

  /** Sum of the sizes of a storage's files, as the plain `AT+QFLDS` tells it of flash. */
  usedBytes(storage: StorageName): number {
    return this.list(storage).reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** What is left of a storage: its size without what its files cost. */
  freeBytes(storage: StorageName): number {
    const cost = this.list(storage).reduce((sum, { name }) => sum + this.#costOf(name), 0);
    return Math.max(0, this.totalBytes(storage) - cost);
  }

  /** The most bytes that a file of the name, there or not, can have. */
  roomFor(name: string): number {
    const storage = storageOf(name);
    const bytes = this.freeBytes(storage) + this.#costOf(fullName(name));
    return bytes - (bytes % this.#blockOf(storage));
  }

  #costOf(name: string): number {
    const block = this.#blockOf(storageOf(name));
    return Math.ceil((this.#files.get(name)?.length ?? 0) / block) * block;
  }

  /** RAM is given out byte by byte. */
  #blockOf(storage: StorageName): number {
    return storage === Storage.ram ? 1 : this.#blockSizeBytes;
  }

  /** Deletes all files. */
  clear(): void {
    this.#files.clear();
  }

  /** Empties the memory that does not survive a restart. */
  clearRam(): void {
    for (const { name } of this.list(Storage.ram)) this.#files.delete(name);
  }
}

/** The storage that a name or pattern is about. */
export function storageOf(name: string): StorageName {
  return prefixOf(name) ?? Storage.ufs;
}

/** The name without its storage. */
export function baseName(name: string): string {
  const storage = prefixOf(name);
  return storage === undefined ? name : name.slice(storage.length + 1);
}

const storages: readonly StorageName[] = Object.values(Storage);

function prefixOf(name: string): StorageName | undefined {
  const end = name.indexOf(":");
  if (end < 0) return undefined;
  const prefix = name.slice(0, end).toUpperCase();
  return storages.find((storage) => storage === prefix);
}

/** The name with its storage, that of the flash included. */
export function fullName(name: string): string {
  return `${storageOf(name)}:${baseName(name)}`;
}

/** Whether a module takes the name: not empty, no folder, no wildcard, no storage it does not know. */
export function isFileName(name: string): boolean {
  return /^[^\\/*:"\r\n]+$/.test(baseName(name));
}
