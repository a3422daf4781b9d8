import { InvalidOptionError, type QsmtpModule } from "@qsmtp/client";
import type { Transport } from "@qsmtp/transport";
import { expect, it } from "vitest";
import { droppable } from "./message/field-table.ts";
import { type DroppableField, type QsmtpTransportOptions, takeOptions } from "./options.ts";
import { qsmtpTransport } from "./qsmtp-transport.ts";

const transport: Transport = { open: async () => expect.unreachable() };
const module = { mail: { send: () => undefined } } as unknown as QsmtpModule;

function problemsOf(options: object): string[] {
  try {
    takeOptions(options as QsmtpTransportOptions);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidOptionError)) throw error;
    return error.problems.map(({ path }) => path);
  }
}

it.each<[object, string[]]>([
  [{ port: "/dev/ttyUSB2" }, []],
  [{ transport, smtp: { host: "mail.example.org" } }, []],
  [{ module }, []],
  [{ module, html: "attach", drop: ["replyTo", "headers.X-Site", "attachments.headers"] }, []],
  [{ port: "COM5", allowHref: { maxBytes: 1, timeoutMs: undefined } }, []],
  [{}, ["port"]],
  [{ port: "COM5", transport }, ["port"]],
  [{ port: "" }, ["port"]],
  [{ port: 5 }, ["port"]],
  [{ transport: "COM5" }, ["transport"]],
  [{ module: {} }, ["module"]],
  [{ module, smtp: {}, pdp: {} }, ["smtp", "pdp"]],
  [{ module, html: "keep", drop: "replyTo" }, ["drop", "html"]],
  [
    { module, drop: ["replyTo", "raw", "subject", "reply-to", "headers.", 7] },
    ["drop[1]", "drop[2]", "drop[3]", "drop[4]", "drop[5]"],
  ],
  [{ module, disableFileAccess: "yes", allowHref: 5 }, ["disableFileAccess", "allowHref"]],
  [{ module, allowHref: { maxBytes: 0, max: 1 } }, ["allowHref.maxBytes", "allowHref.max"]],
  [{ module, send: 5 }, ["send"]],
  [{ module, port: null, transport: null, drop: null, html: null, send: null }, []],
  [{ module, send: { timeoutMs: "soon" } }, ["send.timeoutMs"]],
  [{ module, send: { timeoutMs: Number.NaN } }, ["send.timeoutMs"]],
  [{ module, send: { timeoutMs: null } }, []],
  [Object.create({ module }), []],
  [Object.create({ module, html: "keep" }), ["html"]],
  [{ module, send: { signal: AbortSignal.abort() } }, ["send.signal"]],
])("judges %j", (options, paths) => {
  expect(problemsOf(options)).toEqual(paths);
});

it("takes the options as they were at the call", () => {
  const drop: DroppableField[] = ["replyTo"];
  const given = { transport, smtp: { host: "mail.example.org" }, drop };
  const taken = takeOptions(given);
  Object.assign(given, { transport: undefined, smtp: undefined });
  expect(taken).toMatchObject({ transport, smtp: { host: "mail.example.org" } });
});

it("judges before anything else", () => {
  expect(() => qsmtpTransport({} as QsmtpTransportOptions)).toThrow(/port or transport or module/);
  expect(() => qsmtpTransport(undefined as never)).toThrow(InvalidOptionError);
});

it("knows the same fields as its types", () => {
  // One that is missing on either side does not compile, or does not match.
  const typed: Readonly<Record<Exclude<DroppableField, `headers.${string}`>, true>> = {
    "attachments.contentTransferEncoding": true,
    "attachments.contentType": true,
    "attachments.headers": true,
    "from.name": true,
    alternatives: true,
    amp: true,
    auth: true,
    baseBoundary: true,
    boundaryPrefix: true,
    date: true,
    dkim: true,
    dsn: true,
    encoding: true,
    headers: true,
    html: true,
    icalEvent: true,
    inReplyTo: true,
    list: true,
    messageId: true,
    newline: true,
    normalizeHeaderKey: true,
    otp: true,
    priority: true,
    references: true,
    replyTo: true,
    requireTLSExtensionEnabled: true,
    sender: true,
    ses: true,
    textEncoding: true,
    watchHtml: true,
    xMailer: true,
  };
  expect(Object.keys(typed).sort()).toEqual([...droppable].sort());
});
