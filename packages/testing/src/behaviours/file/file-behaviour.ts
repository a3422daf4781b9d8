import {
  deleteFile,
  downloadFile,
  findFiles,
  flushFile,
  getStorageSpace,
  getStorageUsage,
  listFiles,
  moveFile,
  Storage,
  testFileFlush,
  testFileMove,
  uploadFile,
} from "@qsmtp/protocol/commands";
import { fileErrorNumber } from "@qsmtp/protocol/facts";
import { fail, receive, reply, replyAndFail, transmit } from "../../modem/answer.ts";
import { absent, type Behaviour, createBehaviour, on } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import { fileChecksum } from "./checksum.ts";
import {
  baseName,
  type FileStore,
  fullName,
  isFileName,
  type StorageName,
  storageOf,
} from "./file-store.ts";
import { openFileHandlers } from "./open-file-handlers.ts";
import { OpenFiles } from "./open-files.ts";

/** What a firmware may do differently. */
export interface SimulatedFileOptions {
  /** Whether lists print `UFS:` in front of the names in flash. Default true, as EC25 does. */
  readonly ufsPrefix?: boolean | undefined;
  /** Error of `AT+QFDEL` for a missing file. Default `deleteFailed`, as EC25 has it. */
  readonly deleteMissingError?: "fileNotFound" | "deleteFailed" | undefined;
  /** Error for data that does not fit into the storage. Default `noSpace`. */
  readonly storageFullError?: "storageFull" | "noSpace" | "fileTooLarge" | undefined;
  /**
   * What an upload prints when its data stop coming: `short` the result with the count so far and
   * `OK`, `error` the error of a timeout, `both` the result and then the error. Default `both`, as EG800K was seen to
   * do. The bytes stay in the file in each case.
   */
  readonly uploadTimeout?: "short" | "error" | "both" | undefined;
  /** Whether `AT+QFMOV` and `AT+QFFLUSH` exist. Default false. */
  readonly moveAndFlush?: boolean | undefined;
}

/** The FILE commands. RAM is empty after a restart, UFS and SD keep their files. */
export function fileBehaviour(
  store: FileStore,
  dialect: Dialect,
  options: SimulatedFileOptions = {},
  isFull: () => boolean = () => false,
): Behaviour {
  // Where there is no room anyhow, there is nothing to lose.
  const orNone = (bytes: number): number => (bytes > 0 && isFull() ? 0 : bytes);
  const roomFor = (name: string): number => orNone(store.roomFor(name));
  const { uploadTimeout = "both" } = options;
  const deleteMissingError = fileErrorNumber[options.deleteMissingError ?? "deleteFailed"];
  const storageFullError = fileErrorNumber[options.storageFullError ?? "noSpace"];
  const open = new OpenFiles(store);

  const printedName = (name: string): string =>
    storageOf(name) === Storage.ufs && options.ufsPrefix === false
      ? baseName(name)
      : fullName(name);

  const listed = (names: readonly string[]) => ({
    files: names.map((name) => ({
      name: printedName(name),
      sizeBytes: store.read(name)?.length ?? 0,
      ...(dialect.quirks["file-list-third-field"] && storageOf(name) === Storage.ram
        ? { ramBytes: store.read(name)?.length ?? 0 }
        : {}),
    })),
  });

  const spaceOf = (name: StorageName) => {
    const freeBytes = orNone(store.freeBytes(name));
    const largest = dialect.quirks["storage-space-third-field"]
      ? { maxAllocationBytes: freeBytes }
      : {};
    return { freeBytes, totalBytes: store.totalBytes(name), ...largest };
  };

  const storage = [
    on(getStorageSpace, ({ storage: name }) =>
      store.hasStorage(name) ? reply(spaceOf(name)) : fail(fileErrorNumber.storageInfoUnavailable),
    ),
    on(getStorageUsage, () =>
      reply({ usedBytes: store.usedBytes(Storage.ufs), fileCount: store.list(Storage.ufs).length }),
    ),
    on(listFiles, () => reply(listed(store.list(Storage.ufs).map(({ name }) => name)))),
    on(findFiles, ({ pattern }) => {
      const name = storageOf(pattern);
      if (!store.hasStorage(name)) return fail(fileErrorNumber.listFailed);
      if (baseName(pattern) === "*")
        return reply(listed(store.list(name).map((file) => file.name)));
      return store.read(pattern) ? reply(listed([pattern])) : fail(fileErrorNumber.fileNotFound);
    }),
    on(deleteFile, ({ fileName }) => {
      if (baseName(fileName) === "*") {
        for (const { name } of store.list(storageOf(fileName))) {
          if (!open.has(name)) store.delete(name);
        }
        return reply();
      }
      if (open.has(fileName)) return fail(fileErrorNumber.fileAlreadyOpen);
      return store.delete(fileName) ? reply() : fail(deleteMissingError);
    }),
  ];

  const transfer = [
    on(uploadFile, (input) => {
      const { fileName, sizeBytes = dialect.defaultOf(uploadFile, "sizeBytes") } = input;
      if (!isFileName(fileName)) return fail(fileErrorNumber.invalidFileName);
      if (!store.hasStorage(storageOf(fileName))) return fail(fileErrorNumber.openFailed);
      if (store.read(fileName) !== undefined) return fail(fileErrorNumber.fileExists);
      if (sizeBytes > roomFor(fileName)) return fail(storageFullError);
      const limitMs =
        (input.timeoutSeconds ?? dialect.defaultOf(uploadFile, "timeoutSeconds")) * 1000;
      return receive(sizeBytes, limitMs, ({ bytes, end }) => {
        store.write(fileName, bytes);
        const result = { uploadedBytes: bytes.length, checksum: fileChecksum(bytes) };
        if (end !== "time" || uploadTimeout === "short") return reply(result);
        return uploadTimeout === "error"
          ? fail(fileErrorNumber.timeout)
          : replyAndFail(result, fileErrorNumber.timeout);
      });
    }),
    on(downloadFile, ({ fileName }) => {
      const bytes = store.read(fileName);
      if (bytes === undefined) return fail(fileErrorNumber.fileNotFound);
      return transmit(bytes, () =>
        reply({ downloadedBytes: bytes.length, checksum: fileChecksum(bytes) }),
      );
    }),
  ];

  const moveAndFlush = [
    on(flushFile, ({ handle }) =>
      open.find(handle) ? reply() : fail(fileErrorNumber.invalidHandle),
    ),
    on(moveFile, ({ sourceFileName, targetFileName, keepSource, overwrite }) => {
      const bytes = store.read(sourceFileName);
      if (bytes === undefined) return fail(fileErrorNumber.fileNotFound);
      if (!isFileName(targetFileName)) return fail(fileErrorNumber.invalidFileName);
      if (!overwrite && store.read(targetFileName) !== undefined)
        return fail(fileErrorNumber.fileExists);
      if (bytes.length > roomFor(targetFileName)) return fail(storageFullError);
      store.write(targetFileName, bytes);
      if (!keepSource) store.delete(sourceFileName);
      return reply();
    }),
  ];

  const handles = openFileHandlers({
    store,
    roomFor,
    dialect,
    open,
    printedName,
    storageFullError,
  });
  const optional = options.moveAndFlush
    ? moveAndFlush
    : [testFileMove, testFileFlush, flushFile, moveFile].map((operation) => absent(operation));
  return createBehaviour([...storage, ...transfer, ...handles, ...optional], {
    restart: () => {
      open.closeAll();
      store.clearRam();
    },
  });
}
