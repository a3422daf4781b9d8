/** What a user may give with a command, what he gets for it, and what the compiler must refuse. */
import type { QsmtpModule } from "@qsmtp/client";
import type { Command, OperationDescriptor } from "@qsmtp/protocol";
import {
  downloadFile,
  getSignalQuality,
  type HostResolved,
  readFile,
  resolveHost,
  type SmtpSendResult,
  sendMail,
  setSslSni,
  uploadFile,
  writeBody,
} from "@qsmtp/protocol/commands";

/** Whether two types are the same, so that neither is a wider one such as `unknown` or `any`. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function expectSame<A, B>(_: Same<A, B>): void {}

const payload = new Uint8Array(10);
const { signal } = new AbortController();

/** A payload is required exactly where there is one. */
export async function payloads(module: QsmtpModule): Promise<number> {
  const body = writeBody({ charset: 0, lengthBytes: 10 });
  // @ts-expect-error the text is missing
  await module.execute(body);
  // @ts-expect-error options without the text
  await module.execute(body, { signal });
  // @ts-expect-error the text is there, but may be undefined
  await module.execute(body, { payload: undefined });
  const { writtenBytes } = await module.execute(body, { payload, timeoutMs: 1000 });
  expectSame<typeof writtenBytes, number>(true);

  const upload = uploadFile({ fileName: "RAM:a.txt", sizeBytes: 10 });
  // @ts-expect-error the file is missing
  await module.execute(upload);
  await module.execute(upload, {
    payload,
    onProgress: ({ sentBytes, totalBytes }) => sentBytes / totalBytes,
  });

  // @ts-expect-error a question takes no bytes
  await module.execute(getSignalQuality(), { payload });
  // @ts-expect-error a setting takes no bytes
  await module.execute(setSslSni({ sslContextId: 1, enabled: true }), { payload });
  // @ts-expect-error a mail is ordered without bytes
  await module.execute(sendMail({ timeoutSeconds: 300 }), { payload });
  return writtenBytes;
}

/** Bytes from the module: their number is announced, or must be given. */
export async function downloads(module: QsmtpModule): Promise<number> {
  const whole = downloadFile({ fileName: "RAM:a.txt" });
  // @ts-expect-error how many bytes will come is not known
  await module.execute(whole);
  // @ts-expect-error nor is it with other options
  await module.execute(whole, { onReceived: () => {} });
  const { downloadedBytes } = await module.execute(whole, {
    receiveBytes: 10,
    onReceived: (bytes: Uint8Array) => bytes.length,
  });
  const piece = readFile({ handle: 1, lengthBytes: 10 });
  await module.execute(piece, { onReceived: () => {} });
  // @ts-expect-error the module announces it
  await module.execute(piece, { receiveBytes: 10 });
  return downloadedBytes;
}

/** The outcome of a command whose result comes later is what the call resolves to. */
export async function outcomes(module: QsmtpModule): Promise<SmtpSendResult> {
  const sent = await module.execute(sendMail({ timeoutSeconds: 300 }), { signal });
  expectSame<typeof sent, SmtpSendResult>(true);
  const found = await module.execute(resolveHost({ contextId: 1, hostName: "mail.example.org" }));
  expectSame<typeof found, HostResolved>(true);
  const quality = await module.execute(getSignalQuality());
  // @ts-expect-error a reply is no outcome
  expectSame<typeof quality, SmtpSendResult>(true);
  const nothing = await module.execute(setSslSni({ sslContextId: 1, enabled: true }));
  expectSame<typeof nothing, void>(true);
  return sent;
}

/** A command that is only known at run time takes all of it, and gives its reply. */
export async function anything(
  module: QsmtpModule,
  command: Command<unknown>,
  operation: OperationDescriptor,
): Promise<string> {
  const output: unknown = await module.execute(command, { payload, receiveBytes: 10 });
  // @ts-expect-error there is no such option
  await module.execute(command, { retries: 3 });
  return `${operation.name}: ${String(output)}`;
}
