import {
  closeFile,
  FileOpenMode,
  getFilePosition,
  listOpenFiles,
  openFile,
  readFile,
  SeekOrigin,
  seekFile,
  truncateFile,
  writeFile,
} from "@qsmtp/protocol/commands";
import { fileErrorNumber } from "@qsmtp/protocol/facts";
import { type Answer, fail, receive, reply, transmit } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import { type FileStore, isFileName, storageOf } from "./file-store.ts";
import { maxOpenFiles, type OpenFile, type OpenFiles } from "./open-files.ts";

/** What the commands with a file handle work on. */
export interface OpenFileParts {
  readonly store: FileStore;
  readonly dialect: Dialect;
  readonly open: OpenFiles;
  readonly printedName: (name: string) => string;
  /** Room that is left of a storage. */
  readonly roomFor: (name: string) => number;
  readonly storageFullError: number;
}

/** `AT+QFOPEN` and the commands that take its handle. */
export function openFileHandlers(parts: OpenFileParts): OperationHandler[] {
  const { store, roomFor, dialect, open, printedName, storageFullError } = parts;

  const withFile = <Input extends { readonly handle: number }, Output>(
    answer: (file: OpenFile, input: Input) => Answer<Output>,
  ) => {
    return (input: Input): Answer<Output> => {
      const file = open.find(input.handle);
      return file === undefined ? fail(fileErrorNumber.invalidHandle) : answer(file, input);
    };
  };

  return [
    on(openFile, ({ fileName, mode: wanted = dialect.defaultOf(openFile, "mode") }) => {
      if (!isFileName(fileName)) return fail(fileErrorNumber.invalidFileName);
      if (!store.hasStorage(storageOf(fileName))) return fail(fileErrorNumber.openFailed);
      if (open.has(fileName)) return fail(fileErrorNumber.fileAlreadyOpen);
      if (open.list().length >= maxOpenFiles) return fail(fileErrorNumber.tooManyOpenFiles);
      const exists = store.read(fileName) !== undefined;
      if (!exists && wanted === FileOpenMode.readOnly) return fail(fileErrorNumber.fileNotFound);
      if (!exists || wanted === FileOpenMode.truncate) store.write(fileName, new Uint8Array(0));
      return reply({ handle: open.open(fileName, wanted).handle });
    }),
    on(listOpenFiles, () =>
      reply({
        files: open
          .list()
          .map(({ name, handle, mode: used }) => ({ name: printedName(name), handle, mode: used })),
      }),
    ),
    on(
      readFile,
      withFile((file, { lengthBytes }) => {
        const all = open.bytesOf(file);
        const bytes = all.slice(file.position, file.position + (lengthBytes ?? all.length));
        if (bytes.length === 0) return fail(fileErrorNumber.endOfFile);
        file.position += bytes.length;
        return transmit(bytes, () => reply());
      }),
    ),
    on(
      writeFile,
      withFile(
        (file, { lengthBytes = dialect.defaultOf(writeFile, "lengthBytes"), timeoutSeconds }) => {
          if (file.mode === FileOpenMode.readOnly) return fail(fileErrorNumber.fileReadOnly);
          if (file.position + lengthBytes > roomFor(file.name)) return fail(storageFullError);
          return receive(
            lengthBytes,
            (timeoutSeconds ?? dialect.defaultOf(writeFile, "timeoutSeconds")) * 1000,
            ({ bytes }) =>
              reply({ writtenBytes: bytes.length, totalBytes: open.write(file, bytes) }),
          );
        },
      ),
    ),
    on(
      seekFile,
      withFile(
        (
          file,
          { offsetBytes, origin: from = dialect.defaultOf(seekFile, "origin") },
        ): Answer<void> => {
          const size = open.bytesOf(file).length;
          const bases = {
            [SeekOrigin.start]: 0,
            [SeekOrigin.current]: file.position,
            [SeekOrigin.end]: size,
          };
          const base = bases[from];
          if (base + offsetBytes > size) return fail(fileErrorNumber.sizeBeyondFile);
          file.position = base + offsetBytes;
          return reply();
        },
      ),
    ),
    on(
      getFilePosition,
      withFile(({ position }) => reply({ offsetBytes: position })),
    ),
    on(
      truncateFile,
      withFile((file): Answer<void> => {
        if (file.mode === FileOpenMode.readOnly) return fail(fileErrorNumber.fileReadOnly);
        open.truncate(file);
        return reply();
      }),
    ),
    on(
      closeFile,
      withFile(({ handle }) => {
        open.close(handle);
        return reply();
      }),
    ),
  ];
}
