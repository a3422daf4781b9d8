import { Storage } from "@qsmtp/protocol/commands";
import { firstRamHandle } from "@qsmtp/protocol/facts";
import { type FileStore, fullName, storageOf } from "./file-store.ts";

/** A file that `AT+QFOPEN` has opened. */
export interface OpenFile {
  readonly handle: number;
  /** Full name. */
  readonly name: string;
  readonly mode: number;
  /** Offset of the next byte to be read or written. */
  position: number;
}

/** Nobody has told how many a module can open; the error for one too many is known. */
export const maxOpenFiles = 10;

/** Which handles other storages begin with is not known: they must differ, and are no indexes. */
const firstHandle = {
  [Storage.ufs]: 1,
  [Storage.ram]: firstRamHandle,
  [Storage.sd]: 2 * firstRamHandle,
} as const;

/** The open files and their handles. */
export class OpenFiles {
  readonly #store: FileStore;
  #files: OpenFile[] = [];

  constructor(store: FileStore) {
    this.#store = store;
  }

  list(): readonly OpenFile[] {
    return this.#files;
  }

  find(handle: number): OpenFile | undefined {
    return this.#files.find((file) => file.handle === handle);
  }

  has(name: string): boolean {
    return this.#files.some((file) => file.name === fullName(name));
  }

  open(name: string, mode: number): OpenFile {
    let handle: number = firstHandle[storageOf(name)];
    while (this.find(handle) !== undefined) handle++;
    const file: OpenFile = { handle, name: fullName(name), mode, position: 0 };
    this.#files.push(file);
    return file;
  }

  close(handle: number): void {
    this.#files = this.#files.filter((file) => file.handle !== handle);
  }

  closeAll(): void {
    this.#files = [];
  }

  bytesOf(file: OpenFile): Uint8Array {
    return this.#store.read(file.name) ?? new Uint8Array(0);
  }

  /** Writes at the pointer, over what is there and beyond the end. @returns the file's new size */
  write(file: OpenFile, bytes: Uint8Array): number {
    const old = this.bytesOf(file);
    const end = file.position + bytes.length;
    const grown = new Uint8Array(Math.max(old.length, end));
    grown.set(old);
    grown.set(bytes, file.position);
    this.#store.write(file.name, grown);
    file.position = end;
    return grown.length;
  }

  /** Drops what is behind the pointer. */
  truncate(file: OpenFile): void {
    this.#store.write(file.name, this.bytesOf(file).slice(0, file.position));
  }
}
