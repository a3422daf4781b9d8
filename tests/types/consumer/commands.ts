/** What a user of the published types may write, and what the compiler must refuse. */
import { Command, type Operation, type OperationDescriptor } from "@qsmtp/protocol";
import { allOperations, type KnownUrc } from "@qsmtp/protocol/catalog";
import {
  addRecipient,
  deleteRecipients,
  getContextAddresses,
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

// @ts-expect-error -1 is no type of recipient
addRecipient({ type: -1, address: "ops@example.org" });
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
setUrcPort({ port: "no such port" });
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

// An operation makes its command, and is its own descriptor.
const made: Command<void> = new Command(addRecipient, { type: 1, address: "ops@example.org" });
const descriptor: OperationDescriptor = addRecipient;
const { at, args = [] } = addRecipient;
const asked: Command = listRecipients();
const all: Command = deleteRecipients();
const callable: Operation<{ readonly index: number }, void, unknown> | undefined = undefined;

declare const anything: object;
declare const unknownValues: Record<string, unknown>;
// @ts-expect-error the name is misspelt
new Command(addRecipient, { typ: 1, address: "ops@example.org" });
// @ts-expect-error both names are misspelt
new Command(addRecipient, { typ: "cc", adress: 42 });
// @ts-expect-error the address is missing
new Command(addRecipient, { type: 1 });
// @ts-expect-error there is no such parameter
new Command(addRecipient, { type: 1, address: "ops@example.org", name: "Ops" });
// @ts-expect-error an address is a string
new Command(addRecipient, { type: 1, address: 5 });
// @ts-expect-error any object may lack what must be given
new Command(addRecipient, anything);
// @ts-expect-error values by any name may lack what must be given
new Command(addRecipient, unknownValues);
// Where nothing must be given every object has what must be: its names are looked at when it runs.
new Command(deleteRecipients, anything);
new Command(deleteRecipients, unknownValues);
// @ts-expect-error no input at all
new Command(addRecipient);
// @ts-expect-error not even an object
new Command(addRecipient, "ops@example.org");
// @ts-expect-error a name that no optional argument has
new Command(deleteRecipients, { adress: "ops@example.org" });
// @ts-expect-error the same, called
deleteRecipients({ adress: "ops@example.org" });
// @ts-expect-error an operation without arguments takes none
new Command(listRecipients, { type: 1 });
// @ts-expect-error nothing would follow the sign
getContextAddresses();
// @ts-expect-error the descriptor cannot be changed
addRecipient.at = "+QSMTPATT";
// @ts-expect-error a plain descriptor cannot be called
descriptor({ type: 1, address: "ops@example.org" });

/** Input and operation may come together from elsewhere: what is inferred for one holds for both. */
export function within<Input, Output, Traits>(
  operation: OperationDescriptor<Input, Output, Traits>,
  input: Input,
): Command<Output, Traits> {
  return new Command(operation, input);
}

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

const operations: readonly OperationDescriptor[] = allOperations;
export const shown: string = text + bytes.length + operations.length + made.text + at;
export const counted: number = args.length + asked.text.length + all.text.length;
export const shownCallable: unknown = callable;
