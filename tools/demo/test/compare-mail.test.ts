import { expect, it } from "vitest";
import { compareMail } from "../src/compare-mail.ts";
import type { ReceivedMail } from "../src/mail-server.ts";
import type { SampleMail } from "../src/sample-mail.ts";

const sent: SampleMail = {
  from: { name: "Pump 7", address: "pump7@plant.test" },
  to: ["ops@plant.test"],
  cc: ["archive@plant.test"],
  bcc: ["audit@plant.test"],
  subject: "Pegel ↑",
  text: "4,2 m\n",
  attachments: [{ filename: "log.csv", content: new TextEncoder().encode("a;b\n+++") }],
};

const message = `From: Pump 7 <pump7@plant.test>
To: ops@plant.test
Cc: archive@plant.test
Subject: =?UTF-8?B?${Buffer.from(sent.subject).toString("base64")}?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=part

--part
Content-Type: text/plain; charset=utf-8

4,2 m

--part
Content-Type: text/csv
Content-Disposition: attachment; filename=log.csv
Content-Transfer-Encoding: base64

${Buffer.from("a;b\n+++").toString("base64")}
--part--
`;

const recipients = ["ops@plant.test", "archive@plant.test", "audit@plant.test"];

function arrive(text: string, to: readonly string[] = recipients): ReceivedMail {
  return {
    envelope: { from: "pump7@plant.test", to },
    user: undefined,
    isSecured: true,
    message: Buffer.from(text.replaceAll("\n", "\r\n")),
  };
}

async function differences(received: ReceivedMail): Promise<string[]> {
  const rows = await compareMail(sent, received);
  return rows.filter(({ isEqual }) => !isEqual).map(({ part }) => part);
}

it("finds everything equal in the mail itself", async () => {
  const rows = await compareMail(sent, arrive(message));
  expect(rows.filter(({ isEqual }) => !isEqual)).toEqual([]);
  expect(rows).toHaveLength(12);
});

it.each([
  ["from", "From: Pump 7", "From: Pump 8"],
  ["to", "To: ops@", "To: ops2@"],
  ["cc", "Cc: archive@plant.test", "X-Cc: archive@plant.test"],
  ["bcc", "MIME-Version", "Bcc: audit@plant.test\nMIME-Version"],
  ["subject", "Subject: =?UTF-8", "Subject: Re: =?UTF-8"],
  ["text", "4,2 m", "4,3 m"],
  ["text", "4,2 m", " 4,2 m"],
  ["file 1 name", "filename=log.csv", "filename=LOG.csv"],
  ["file 1 sha256", "YTtiCisrKw==", "YTtiCisrLA=="],
])("finds another %s", async (part, text, other) => {
  expect(message).toContain(text);
  expect(await differences(arrive(message.replace(text, other)))).toEqual([part]);
});

it("finds bytes that are missing", async () => {
  const short = message.replace("YTtiCisrKw==", "YTtiCg==");
  expect(await differences(arrive(short))).toEqual(["file 1 size", "file 1 sha256"]);
});

it("finds a blind copy that nobody gets", async () => {
  const found = await differences(arrive(message, recipients.slice(0, 2)));
  expect(found).toEqual(["envelope to", "bcc"]);
});

it("finds an attachment that is missing", async () => {
  const text = message.slice(0, message.indexOf("--part\nContent-Type: text/csv"));
  const found = await differences(arrive(`${text}--part--\n`));
  expect(found).toEqual(["files", "file 1 name", "file 1 size", "file 1 sha256"]);
});
