import {
  closeFileOperation,
  getFilePositionOperation,
  listOpenFilesOperation,
  openFileOperation,
  readFileOperation,
  seekFileOperation,
  truncateFileOperation,
  writeFileOperation,
} from "@qsmtp/protocol/commands";
import { type Answer, fail, receive, reply, transmit } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import { fileError } from "./file-error.ts";
import { type FileStore, isFileName, storageOf } from "./file-store.ts";
import { maxOpenFiles, type OpenFile, type OpenFiles } from "./open-files.ts";

/** What the commands with a file handle work on. */
export interface OpenFileParts {
  readonly store: FileStore;
  readonly open: OpenFiles;
  readonly printedName: (name: string) => string;
  readonly storageFullError: number;
}

const defaultWriteBytes = 10_240;
const defaultWriteSeconds = 5;
const mode = { truncate: 1, readOnly: 2 } as const;
const origin = { start: 0, current: 1, end: 2 } as const;

/** `AT+QFOPEN` and the commands that take its handle. */
export function openFileHandlers(parts: OpenFileParts): OperationHandler[] {
  const { store, open, printedName, storageFullError } = parts;

  const withFile = <Input extends { readonly handle: number }, Output>(
    answer: (file: OpenFile, input: Input) => Answer<Output>,
  ) => {
    return (input: Input): Answer<Output> => {
      const file = open.find(input.handle);
      return file === undefined ? fail(fileError.unknownHandle) : answer(file, input);
    };
  };

  return [
    on(openFileOperation, ({ fileName, mode: wanted = 0 }) => {
      if (!isFileName(fileName)) return fail(fileError.invalidName);
      if (!store.hasStorage(storageOf(fileName))) return fail(fileError.openFailed);
      if (open.has(fileName)) return fail(fileError.alreadyOpen);
      if (open.list().length >= maxOpenFiles) return fail(fileError.tooManyOpen);
      const exists = store.read(fileName) !== undefined;
      if (!exists && wanted === mode.readOnly) return fail(fileError.notFound);
      if (!exists || wanted === mode.truncate) store.write(fileName, new Uint8Array(0));
      return reply({ handle: open.open(fileName, wanted).handle });
    }),
    on(listOpenFilesOperation, () =>
      reply({
        files: open
          .list()
          .map(({ name, handle, mode: used }) => ({ name: printedName(name), handle, mode: used })),
      }),
    ),
    on(
      readFileOperation,
      withFile((file, { lengthBytes }) => {
        const all = open.bytesOf(file);
        const bytes = all.slice(file.position, file.position + (lengthBytes ?? all.length));
        if (bytes.length === 0) return fail(fileError.endOfFile);
        file.position += bytes.length;
        return transmit(bytes, () => reply());
      }),
    ),
    on(
      writeFileOperation,
      withFile((file, { lengthBytes = defaultWriteBytes, timeoutSeconds }) => {
        if (file.mode === mode.readOnly) return fail(fileError.readOnly);
        const growth = file.position + lengthBytes - open.bytesOf(file).length;
        if (growth > store.freeBytes(storageOf(file.name))) return fail(storageFullError);
        return receive(lengthBytes, (timeoutSeconds ?? defaultWriteSeconds) * 1000, ({ bytes }) =>
          reply({ writtenBytes: bytes.length, totalBytes: open.write(file, bytes) }),
        );
      }),
    ),
    on(
      seekFileOperation,
      withFile((file, { offsetBytes, origin: from = origin.start }): Answer<void> => {
        const size = open.bytesOf(file).length;
        const base = { [origin.start]: 0, [origin.current]: file.position, [origin.end]: size }[
          from
        ];
        if (base + offsetBytes > size) return fail(fileError.beyondFile);
        file.position = base + offsetBytes;
        return reply();
      }),
    ),
    on(
      getFilePositionOperation,
      withFile(({ position }) => reply({ offsetBytes: position })),
    ),
    on(
      truncateFileOperation,
      withFile((file): Answer<void> => {
        if (file.mode === mode.readOnly) return fail(fileError.readOnly);
        open.truncate(file);
        return reply();
      }),
    ),
    on(
      closeFileOperation,
      withFile(({ handle }) => {
        open.close(handle);
        return reply();
      }),
    ),
  ];
}
