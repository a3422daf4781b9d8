/** What a user of the published types may write, and what the compiler must refuse. */
import type { Command, Operation } from "@qsmtp/protocol";
import { allOperations, type KnownUrc } from "@qsmtp/protocol/catalog";
import {
  addRecipient,
  type getSmtpServer,
  listRecipients,
  RecipientType,
  sendMail,
  setEncodedSubject,
  setSslSni,
  setUrcPort,
  type testBody,
  uploadFile,
  writeBody,
} from "@qsmtp/protocol/commands";

const added: Command<void> = addRecipient({ type: RecipientType.cc, address: "ops@example.org" });
const plain: Command<void> = addRecipient({ type: 1, address: "ops@example.org" });
const text: string = added.text + plain.text;
const bytes: Uint8Array = sendMail({ timeoutSeconds: 300 }).bytes;

// @ts-expect-error 4 is no type of recipient
addRecipient({ type: 4, address: "ops@example.org" });
// @ts-expect-error the address is missing
addRecipient({ type: 1 });
// @ts-expect-error there is no such parameter
addRecipient({ type: 1, address: "ops@example.org", name: "Ops" });
// @ts-expect-error an address is a string
addRecipient({ type: 1, address: 5 });
// @ts-expect-error nothing to give
listRecipients({});
// @ts-expect-error a switch is a boolean
setSslSni({ sslContextId: 1, enabled: 1 });
// @ts-expect-error no port of that name
setUrcPort({ port: "usb" });
// @ts-expect-error bytes, not their hex digits
setEncodedSubject({ charset: 1, encodedSubject: "4142" });
// @ts-expect-error ASCII is not encoded
setEncodedSubject({ charset: 0, encodedSubject: bytes });
// @ts-expect-error milliseconds are no parameter
sendMail({ timeoutMs: 300_000 });

// Optional parameters may be left out or undefined, also under exactOptionalPropertyTypes.
writeBody({ charset: 0, lengthBytes: 10 });
writeBody({ charset: 0, lengthBytes: 10, inputTimeSeconds: undefined });
uploadFile({ fileName: "RAM:a.txt" });

type OutputOf<C> = C extends Command<infer Output> ? Output : never;

/** A reply's type follows from its command. */
export function readReplies(
  recipients: OutputOf<ReturnType<typeof listRecipients>>,
  server: OutputOf<ReturnType<typeof getSmtpServer>>,
  supported: OutputOf<ReturnType<typeof testBody>>,
): string {
  const [first] = recipients.recipients;
  // Numbers that the schema does not list may come, and are no type error to compare.
  const unknownType: boolean = first?.type === 9;
  const port: number = server.port;
  // @ts-expect-error a reply cannot be changed
  server.port = 25;
  // @ts-expect-error there is no such field
  server.password;
  const extra: readonly string[] | undefined = server.extraFields;
  const [line] = supported.lines;
  return `${unknownType}${port}${extra?.length}${line?.text}`;
}

/** URCs are told apart by their names. */
export function readUrc(urc: KnownUrc): string {
  switch (urc.name) {
    case "smtpSendResult": {
      const protocolError: number | undefined = urc.value.protocolError;
      return `${urc.value.error},${protocolError}`;
    }
    case "pdpDeactivated":
      return String(urc.value.contextId);
    // @ts-expect-error no URC has that name
    case "mailArrived":
      return "";
    default:
      return urc.name;
  }
}

const operations: readonly Operation[] = allOperations;
export const shown: string = text + bytes.length + operations.length;
