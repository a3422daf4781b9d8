import { createHash } from "node:crypto";
import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";
import type { ReceivedMail } from "./mail-server.ts";
import type { SampleMail } from "./sample-mail.ts";

/** One part of a mail, as it was sent and as it arrived. */
export interface Comparison {
  readonly part: string;
  readonly sent: string;
  readonly arrived: string;
  readonly isEqual: boolean;
}

/** Compares every part of a mail with what the server received. */
export async function compareMail(sent: SampleMail, received: ReceivedMail): Promise<Comparison[]> {
  const mail = await simpleParser(Buffer.from(received.message));
  const { envelope } = received;
  const [from] = mail.from?.value ?? [];
  return [
    compare("from", formatAddress(sent.from), formatAddress(from)),
    compare("envelope from", sent.from.address, envelope.from),
    compare("envelope to", list([...sent.to, ...sent.cc, ...sent.bcc]), list(envelope.to)),
    compare("to", list(sent.to), list(addresses(mail.to))),
    compare("cc", list(sent.cc), list(addresses(mail.cc))),
    compare("bcc", "in the envelope only", placeOfBcc(sent, received, mail)),
    compare("subject", sent.subject, mail.subject ?? ""),
    compare("text", sent.text, mail.text ?? ""),
    compare("files", String(sent.attachments.length), String(mail.attachments.length)),
    ...sent.attachments.flatMap(({ filename, content }, index) => {
      const arrived = mail.attachments[index];
      const bytes: Uint8Array = arrived?.content ?? new Uint8Array(0);
      return [
        compare(`file ${index + 1} name`, filename, arrived?.filename ?? ""),
        compare(`file ${index + 1} size`, String(content.length), String(bytes.length)),
        {
          ...compare(`file ${index + 1} sha256`, sha256(content), sha256(bytes)),
          isEqual: Buffer.from(content).equals(bytes),
        },
      ];
    }),
  ];
}

function compare(part: string, sent: string, arrived: string): Comparison {
  return { part, sent, arrived, isEqual: sent === arrived };
}

/** A blind copy that any header tells of is none. */
function placeOfBcc({ bcc }: SampleMail, { envelope, message }: ReceivedMail, mail: ParsedMail) {
  const places: string[] = [];
  if (bcc.every((address) => envelope.to.includes(address))) places.push("in the envelope");
  const text = Buffer.from(message).toString("latin1");
  if (mail.headers.has("bcc") || bcc.some((address) => text.includes(address))) {
    places.push("in the message");
  }
  return places.length === 1 ? `${places[0]} only` : places.join(" and ");
}

function addresses(object: AddressObject | AddressObject[] | undefined): string[] {
  const objects = object === undefined ? [] : [object].flat();
  return objects.flatMap(({ value }) => value.map(({ address }) => address ?? ""));
}

function formatAddress(address: { name?: string; address?: string | undefined } | undefined) {
  return `${address?.name ?? ""} <${address?.address ?? ""}>`;
}

function list(values: readonly string[]): string {
  return values.join(", ");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
