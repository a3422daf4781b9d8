import { findFiles } from "@qsmtp/protocol/commands";
import { isOwnError } from "../errors/qsmtp-error.ts";
import { knownBytes } from "../files/content.ts";
import type { ModuleFiles } from "../files/module-files.ts";
import { isSameFile } from "../files/names.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { DraftKeeper } from "../mail/draft-keeper.ts";
import type { ServerSetup } from "../mail/server-setup.ts";
import type { SettingsKeeper } from "../mail/settings-keeper.ts";
import type { Network } from "../network/network.ts";
import type { ModuleOptions, SmtpOptions } from "../options/options.ts";
import { type Examiner, failed, notTold } from "./examiner.ts";
import {
  type Finding,
  type HealthItem,
  itemOf,
  type Verification,
  type VerificationName,
} from "./health-report.ts";
import { examineLine } from "./line.ts";
import { examineServerName } from "./lookup.ts";
import { examineClock, examineMailClient, examineStorage, examineUrcPort } from "./module-facts.ts";
import { needsClock } from "./tls.ts";
import { tryDraft, tryEscape } from "./try-draft.ts";

/** What a verification works with. */
export interface VerificationContext {
  readonly examiner: Examiner;
  readonly network: Network;
  readonly files: ModuleFiles;
  readonly draft: DraftKeeper;
  readonly settings: SettingsKeeper;
  readonly limits: ModuleLimits;
  readonly options: ModuleOptions;
  readonly smtp: SmtpOptions;
  readonly server: ServerSetup;
  readonly seesUrcs: () => boolean;
}

type Item = HealthItem<VerificationName>;

/** Tries everything that a mail needs but the mail; who calls this clears draft and files. */
export async function verify(context: VerificationContext): Promise<Verification> {
  const { examiner, limits, options, smtp } = context;
  const client = await examineMailClient(examiner, limits);
  const items: Item[] = [itemOf("smtp", client), ...(await tryNetwork(context))];
  items.push(
    itemOf("urcPort", await examineUrcPort(examiner, options.urcPort, context.seesUrcs())),
    itemOf("clock", await examineClock(examiner, needsClock(smtp))),
  );
  const hasClient = client.verdict !== "fault";
  const tried = async (work: () => Promise<Finding>): Promise<Finding> => {
    return hasClient ? await work() : notTried("the module has no mail client");
  };
  const { ca } = context.server;
  const caBytes = ca === undefined ? 0 : (knownBytes(ca.content) ?? 0);
  items.push(
    itemOf("storage", await examineStorage(examiner, caBytes)),
    itemOf("line", await examineLine(examiner, context.files)),
    itemOf("ca", await tryCa(context)),
    itemOf("settings", await tried(() => trySettings(context))),
    itemOf("draft", await tried(() => tryDraft(examiner, context.draft, limits))),
    itemOf("escape", await tried(() => tryEscape(examiner, context.draft, limits))),
    itemOf("login", withoutServer(smtp)),
  );
  return { ok: items.every(({ verdict }) => verdict !== "fault"), items };
}

function notTried(why: string): Finding {
  return { verdict: "unknown", found: `not tried: ${why}` };
}

/** SIM, registration and context come up one after the other, as for a mail; then the lookup. */
async function tryNetwork(context: VerificationContext): Promise<Item[]> {
  const { examiner, network, smtp, limits } = context;
  const up = await examiner.try(() => network.use(examiner.signal));
  if ("output" in up) {
    try {
      const { contextId } = network;
      const found = `context ${contextId} is active`;
      return [
        itemOf("sim", { verdict: "ok", found: "the SIM is ready" }),
        itemOf("registration", { verdict: "ok", found: "a network carries the module's data" }),
        itemOf("context", { verdict: "ok", found, details: { contextId } }),
        itemOf("serverName", await examineServerName(examiner, contextId, smtp.host, limits)),
      ];
    } finally {
      up.output();
    }
  }
  const stages = [
    ["sim", "SIM_NOT_READY"],
    ["registration", "NOT_REGISTERED"],
    ["context", "PDP_ACTIVATION_FAILED"],
  ] as const;
  // What is no fault of SIM or registration has kept the context down.
  const at = stages.findIndex(([, code]) => isOwnError(up.error, code));
  const failedAt = at < 0 ? stages.length - 1 : at;
  const items = stages.map(([name], place): Item => {
    if (place === failedAt) return itemOf(name, failed(up.error));
    if (place > failedAt)
      return itemOf(name, notTried(`${stages[failedAt]?.[0]} stands before it`));
    return itemOf(
      name,
      at < 0 ? notTold(name) : { verdict: "ok", found: `${name} is no obstacle` },
    );
  });
  return [...items, itemOf("serverName", notTried("it needs the context"))];
}

/** Puts the CA where the mail's would be, or looks for the one that lies there. */
async function tryCa({ examiner, files, server, options }: VerificationContext): Promise<Finding> {
  const { ca, reliesOn } = server;
  const { signal } = examiner;
  if (ca !== undefined) {
    const replace = options.replaceExistingFiles ?? false;
    const tried = await examiner.try(async () => {
      await files.prepare([ca], { signal, replace });
      await files.upload(ca, { signal, replace: true });
    });
    if ("error" in tried) return failed(tried.error);
    const bytes = knownBytes(ca.content);
    return { verdict: "ok", found: "the CA was stored, and its sum is right", details: { bytes } };
  }
  if (reliesOn === undefined) {
    return { verdict: "ok", found: "no CA is needed: the server is not verified" };
  }
  const answer = await examiner.ask(findFiles({ pattern: reliesOn }));
  const details = { fileName: reliesOn };
  if ("error" in answer) {
    const { error } = answer;
    const name = "moduleError" in error ? (error.moduleError as { name?: string })?.name : "";
    if (name !== "fileNotFound")
      return { ...notTold(`whether it has ${reliesOn}`, error), details };
  }
  const found = "output" in answer ? answer.output.files : [];
  const file = found.find(({ name }) => isSameFile(name, reliesOn));
  if (file === undefined || file.sizeBytes === 0) {
    return {
      verdict: "fault",
      found: `the CA file ${reliesOn} is not on the module, or empty`,
      remedy: "Upload it, or give smtp.tls.ca instead of caFile.",
      details,
    };
  }
  const bytes = file.sizeBytes;
  return { verdict: "ok", found: `${reliesOn} has ${bytes} bytes`, details: { ...details, bytes } };
}

/** Sets server, account and TLS as a mail does, whatever is remembered of them. */
async function trySettings(context: VerificationContext): Promise<Finding> {
  const { examiner, settings, server } = context;
  const { channel, signal } = examiner;
  settings.forget();
  const step = { signal, batch: channel.newBatch() };
  const tried = await examiner.try(async () => {
    const warnings = await settings.apply(server.settings, step);
    await channel.prove(signal);
    return warnings;
  });
  if ("error" in tried) return failed(tried.error);
  const warnings = [...server.warnings, ...tried.output];
  const details = { settings: server.settings.length };
  if (warnings.length > 0)
    return {
      verdict: "warning",
      found: warnings.map(({ message }) => message).join("; "),
      details,
    };
  return { verdict: "ok", found: "server, account and TLS were set and read back", details };
}

function withoutServer({ security = "starttls", auth }: SmtpOptions): Finding {
  const untried = [
    "the connection to the server",
    ...(security === "none" ? [] : ["the TLS handshake"]),
    ...(auth === undefined ? [] : ["the login"]),
  ];
  return {
    verdict: "unknown",
    found: `${untried.join(", ")}: the module's mail client connects only to send`,
    remedy: "Send one mail to yourself.",
  };
}
