import { fromUtf8 } from "./bytes.ts";
import type { FakeModule } from "./fake-module.ts";
import type { FakeSettings } from "./fake-settings.ts";

/** A mail being written, as the module holds it. */
export interface Draft {
  recipients: readonly { readonly type: number; readonly address: string }[];
  subject: { readonly charset: number; readonly text: string };
  body: { readonly charset: number; readonly bytes: string };
  readonly attachments: Map<number, string>;
}

/** A mail as its server got it: the truth that the caller's word is held against. */
export interface DeliveredMail {
  readonly atMs: number;
  readonly server: string;
  readonly port: number;
  readonly security: "none" | "implicit" | "starttls";
  /** The CA that the server was verified with; `undefined`: it was not verified. */
  readonly verifiedWith: string | undefined;
  /** Whether certificates out of their dates were taken. */
  readonly ignoredDates: boolean;
  readonly account: readonly [user: string, password: string];
  readonly sender: readonly [name: string, address: string];
  readonly recipients: readonly { readonly type: number; readonly address: string }[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: string }[];
}

const securities = ["none", "implicit", "starttls"] as const;

export function emptyDraft(): Draft {
  return {
    recipients: [],
    subject: { charset: 0, text: "" },
    body: { charset: 0, bytes: "" },
    attachments: new Map(),
  };
}

/** Takes draft and settings as they are now; the attachments are read when the mail is finished. */
export function deliver(
  draft: Draft,
  settings: FakeSettings,
  module: FakeModule,
): { readonly problem: string | undefined; finish(): DeliveredMail } {
  const ssl = settings.sslValues(settings.sslContext);
  const security = securities[settings.sslType] ?? "none";
  const verifies = security !== "none" && ssl.get("seclevel") !== "0";
  const { files } = module;
  const ca = files.stored.get(files.resolve(ssl.get("cacert") ?? ""));
  const [server, port] = settings.server;
  const draftAttachments = [...draft.attachments].sort(([a], [b]) => a - b);
  const mail = {
    server,
    port,
    security,
    verifiedWith: verifies ? ca?.trim() : undefined,
    ignoredDates: security !== "none" && ssl.get("ignorelocaltime") !== "0",
    account: settings.account,
    sender: settings.sender,
    recipients: draft.recipients,
    subject: decoded(draft.subject.charset, subjectBytes(draft.subject)),
    text: decoded(draft.body.charset, draft.body.bytes),
  };
  const { body } = draft;
  return {
    problem: problemOf(settings, module, verifies && ca === undefined),
    finish: () => ({
      ...mail,
      // An input that ends after the order belongs to no mail.
      text: decoded(body.charset, body.bytes),
      atMs: module.clock.now(),
      attachments: draftAttachments.flatMap(([, name]) => {
        const bytes = files.stored.get(files.resolve(name));
        return bytes === undefined ? [] : [{ name: name.replace(/^\w+:/, ""), bytes }];
      }),
    }),
  };
}

function problemOf(
  settings: FakeSettings,
  module: FakeModule,
  withoutCa: boolean,
): string | undefined {
  const { contexts } = module.network;
  if (!contexts.carries(settings.pdpContext) || settings.server[0] === "") return "653,0";
  return withoutCa ? "665,0" : undefined;
}

function subjectBytes({ charset, text }: Draft["subject"]): string {
  return charset === 0 ? text : Buffer.from(text, "hex").toString("latin1");
}

/** Texts in other character sets than ASCII and UTF-8 are left as bytes. */
function decoded(charset: number, bytes: string): string {
  return charset === 1 ? fromUtf8(bytes) : bytes;
}
