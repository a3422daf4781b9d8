/** The storages of a module. */
export type StorageName = "UFS" | "RAM" | "SD";

/** A stored file with its full name, e.g. `RAM:log.txt`. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Sizes of the storages. */
export interface FileStoreOptions {
  /** Default 2616320, as one EC2x printed it. */
  readonly ufsBytes?: number | undefined;
  /** Default 1 MiB. */
  readonly ramBytes?: number | undefined;
  /** Default: no SD card. */
  readonly sdBytes?: number | undefined;
}

/** The module's files. A name without storage means UFS. */
export class FileStore {
  readonly #capacities: ReadonlyMap<StorageName, number>;
  readonly #files = new Map<string, Uint8Array>();

  constructor(options: FileStoreOptions = {}) {
    const { ufsBytes = 2_616_320, ramBytes = 1_048_576, sdBytes } = options;
    const capacities: [StorageName, number][] = [
      ["UFS", ufsBytes],
      ["RAM", ramBytes],
    ];
    if (sdBytes !== undefined) capacities.push(["SD", sdBytes]);
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

  hasStorage(storage: StorageName): boolean {
    return this.#capacities.has(storage);
  }

  /** Size of a storage, 0 when the module has none of the name. */
  totalBytes(storage: StorageName): number {
    return this.#capacities.get(storage) ?? 0;
  }

  usedBytes(storage: StorageName): number {
    return this.list(storage).reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  freeBytes(storage: StorageName): number {
    return Math.max(0, this.totalBytes(storage) - this.usedBytes(storage));
  }

  /** Empties the memory that does not survive a restart. */
  clearRam(): void {
    for (const { name } of this.list("RAM")) this.#files.delete(name);
  }
}

/** The storage that a name or pattern is about. */
export function storageOf(name: string): StorageName {
  const prefix = /^(UFS|RAM|SD):/i.exec(name)?.[1]?.toUpperCase();
  return prefix === "RAM" || prefix === "SD" ? prefix : "UFS";
}

/** The name without its storage. */
export function baseName(name: string): string {
  return name.replace(/^(?:UFS|RAM|SD):/i, "");
}

/** The name with its storage, `UFS:` included. */
export function fullName(name: string): string {
  return `${storageOf(name)}:${baseName(name)}`;
}

/** Whether a module takes the name: not empty, no folder, no wildcard, no storage it does not know. */
export function isFileName(name: string): boolean {
  return /^[^\\/*:"\r\n]+$/.test(baseName(name));
}
