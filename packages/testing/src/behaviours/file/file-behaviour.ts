import {
  deleteFileOperation,
  downloadFileOperation,
  findFilesOperation,
  flushFileOperation,
  getStorageSpaceOperation,
  getStorageUsageOperation,
  listFilesOperation,
  moveFileOperation,
  testFileFlushOperation,
  testFileMoveOperation,
  uploadFileOperation,
} from "@qsmtp/protocol/commands";
import { fail, receive, reply, replyAndFail, transmit } from "../../modem/answer.ts";
import { type Behaviour, createBehaviour, on } from "../../modem/behaviour.ts";
import { fileChecksum } from "./checksum.ts";
import { fileError } from "./file-error.ts";
import { baseName, type FileStore, fullName, isFileName, storageOf } from "./file-store.ts";
import { openFileHandlers } from "./open-file-handlers.ts";
import { OpenFiles } from "./open-files.ts";

/** What a firmware may do differently. */
export interface FileOptions {
  /** Whether lists print `UFS:` in front of the names in flash. Default true, as EC25 does. */
  readonly ufsPrefix?: boolean | undefined;
  /** Error of `AT+QFDEL` for a missing file. Default 418, as EC25 has it. */
  readonly deleteMissingError?: 405 | 418 | undefined;
  /** Error for data that does not fit into the storage. Default 420. */
  readonly storageFullError?: 403 | 420 | 423 | undefined;
  /**
   * What an upload prints when its data stop coming: `short` the result with the count so far and
   * `OK`, `error` error 421, `both` the result and then 421. Default `both`, as EG800K was seen to
   * do. The bytes stay in the file in each case.
   */
  readonly uploadTimeout?: "short" | "error" | "both" | undefined;
  /** Whether `AT+QFMOV` and `AT+QFFLUSH` exist. Default false. */
  readonly moveAndFlush?: boolean | undefined;
}

const defaultUploadBytes = 10_240;
const defaultUploadSeconds = 5;

/** The FILE commands. RAM is empty after a restart, UFS and SD keep their files. */
export function fileBehaviour(store: FileStore, options: FileOptions = {}): Behaviour {
  const { deleteMissingError = 418, storageFullError = 420, uploadTimeout = "both" } = options;
  const open = new OpenFiles(store);

  const printedName = (name: string): string =>
    storageOf(name) === "UFS" && options.ufsPrefix === false ? baseName(name) : fullName(name);

  const listed = (names: readonly string[]) => ({
    files: names.map((name) => ({
      name: printedName(name),
      sizeBytes: store.read(name)?.length ?? 0,
    })),
  });

  const storage = [
    on(getStorageSpaceOperation, ({ storage: name }) =>
      store.hasStorage(name)
        ? reply({ freeBytes: store.freeBytes(name), totalBytes: store.totalBytes(name) })
        : fail(fileError.noStorage),
    ),
    on(getStorageUsageOperation, () =>
      reply({ usedBytes: store.usedBytes("UFS"), fileCount: store.list("UFS").length }),
    ),
    on(listFilesOperation, () => reply(listed(store.list("UFS").map(({ name }) => name)))),
    on(findFilesOperation, ({ pattern }) => {
      const name = storageOf(pattern);
      if (!store.hasStorage(name)) return fail(fileError.listFailed);
      if (baseName(pattern) === "*")
        return reply(listed(store.list(name).map((file) => file.name)));
      return store.read(pattern) ? reply(listed([pattern])) : fail(fileError.notFound);
    }),
    on(deleteFileOperation, ({ fileName }) => {
      if (baseName(fileName) === "*") {
        for (const { name } of store.list(storageOf(fileName))) {
          if (!open.has(name)) store.delete(name);
        }
        return reply();
      }
      if (open.has(fileName)) return fail(fileError.alreadyOpen);
      return store.delete(fileName) ? reply() : fail(deleteMissingError);
    }),
  ];

  const transfer = [
    on(uploadFileOperation, (input) => {
      const { fileName, sizeBytes = defaultUploadBytes } = input;
      if (!isFileName(fileName)) return fail(fileError.invalidName);
      if (!store.hasStorage(storageOf(fileName))) return fail(fileError.openFailed);
      if (store.read(fileName) !== undefined) return fail(fileError.exists);
      if (sizeBytes > store.freeBytes(storageOf(fileName))) return fail(storageFullError);
      const limitMs = (input.timeoutSeconds ?? defaultUploadSeconds) * 1000;
      return receive(sizeBytes, limitMs, ({ bytes, end }) => {
        store.write(fileName, bytes);
        const result = { uploadedBytes: bytes.length, checksum: fileChecksum(bytes) };
        if (end !== "time" || uploadTimeout === "short") return reply(result);
        return uploadTimeout === "error"
          ? fail(fileError.timeout)
          : replyAndFail(result, fileError.timeout);
      });
    }),
    on(downloadFileOperation, ({ fileName }) => {
      const bytes = store.read(fileName);
      if (bytes === undefined) return fail(fileError.notFound);
      return transmit(bytes, () =>
        reply({ downloadedBytes: bytes.length, checksum: fileChecksum(bytes) }),
      );
    }),
  ];

  const moveAndFlush = [
    on(testFileMoveOperation, () => (options.moveAndFlush ? undefined : fail())),
    on(testFileFlushOperation, () => (options.moveAndFlush ? undefined : fail())),
    on(flushFileOperation, ({ handle }) => {
      if (!options.moveAndFlush) return fail();
      return open.find(handle) ? reply() : fail(fileError.unknownHandle);
    }),
    on(moveFileOperation, ({ sourceFileName, targetFileName, keepSource, overwrite }) => {
      if (!options.moveAndFlush) return fail();
      const bytes = store.read(sourceFileName);
      if (bytes === undefined) return fail(fileError.notFound);
      if (!isFileName(targetFileName)) return fail(fileError.invalidName);
      if (!overwrite && store.read(targetFileName) !== undefined) return fail(fileError.exists);
      if (bytes.length > store.freeBytes(storageOf(targetFileName))) return fail(storageFullError);
      store.write(targetFileName, bytes);
      if (!keepSource) store.delete(sourceFileName);
      return reply();
    }),
  ];

  const handles = openFileHandlers({ store, open, printedName, storageFullError });
  return createBehaviour([...storage, ...transfer, ...handles, ...moveAndFlush], {
    restart: () => {
      open.closeAll();
      store.clearRam();
    },
  });
}
