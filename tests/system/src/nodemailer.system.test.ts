import { qsmtpTransport } from "@qsmtp/nodemailer";
import { serialTransport } from "@qsmtp/transport/serial";
import nodemailer from "nodemailer";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { connectionFarEnd } from "./connection-far-end.ts";
import { createMailBench, expectArrival, type MailBench } from "./mail-bench.ts";
import { createPtyPair, type PtyPair, requireSocat } from "./socat.ts";

let wire: PtyPair;
let bench: MailBench;
let unplugModule: () => Promise<void>;

beforeAll(requireSocat);

beforeEach(async () => {
  bench = await createMailBench();
  wire = await createPtyPair();
  const connection = await serialTransport({ path: wire.modulePath }).open();
  bench.module.attach(connectionFarEnd(connection));
  unplugModule = () => connection.close();
});

afterEach(async () => {
  await unplugModule();
  await wire.dispose();
  await bench.dispose();
});

it("sends nodemailer's mails through the serial port that it was told the name of", async () => {
  const { mail, smtp, server, module } = bench;
  const transporter = nodemailer.createTransport(qsmtpTransport({ port: wire.hostPath, smtp }));
  const { from, to, cc, bcc, subject, text } = mail;
  const attachments = mail.attachments.map(({ filename, content }) => {
    return { filename, content: Buffer.from(content) };
  });
  const copies = { to: [...to], cc: [...cc], bcc: [...bcc] };
  const info = await transporter.sendMail({ from, ...copies, subject, text, attachments });
  expect(info.accepted).toEqual([...to, ...cc, ...bcc]);
  await transporter.transporter.close?.();
  await expectArrival(mail, server);
  expect(module.files.list()).toEqual([]);
});
