import {
  getSmtpAccount,
  getSmtpContext,
  getSmtpSecurity,
  getSmtpServer,
  SmtpSecurity,
  setSmtpAccount,
  setSmtpContext,
  setSmtpSecurity,
  setSmtpServer,
} from "@qsmtp/protocol/commands";
import { defaultOf, implicitTlsPorts, plainPorts, startTlsPorts } from "@qsmtp/protocol/facts";
import type { OutgoingFile } from "../files/module-files.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { type OptionPlace, OptionProblems } from "../options/option-problems.ts";
import type { MailSecurity, SmtpOptions } from "../options/options.ts";
import { type Places, settingsOf } from "./encode-setting.ts";
import type { MailWarning } from "./mail-warning.ts";
import type { Setting } from "./setting.ts";
import { planTls, readCa } from "./tls-setup.ts";

const securities = {
  none: SmtpSecurity.none,
  implicit: SmtpSecurity.implicit,
  starttls: SmtpSecurity.startTls,
} as const;

/** The port that a server with this protection usually has. */
function usualPort(security: MailSecurity): number | undefined {
  const [plain] = plainPorts;
  const [implicit] = implicitTlsPorts;
  switch (security) {
    case "none":
      return plain;
    case "implicit":
      return implicit;
    case "starttls":
      // The port for handing mails in; the others are those of servers without STARTTLS.
      return startTlsPorts.find((port) => port !== plain && port !== implicit) ?? plain;
  }
}

/** Step 2 of the manual: server, account and TLS, encoded before anything is sent. */
export interface ServerSetup {
  /** In the order in which they are made; the first is the {@link ServerSetup.witness}. */
  readonly settings: readonly Setting[];
  /**
   * The setting that tells whether all are still there: it is made first, a restart erases all of
   * them together, and it has no default that could be mistaken for it.
   */
  readonly witness: Setting;
  /** Sets what is set already: a module that is sending refuses it, and else it does nothing. */
  readonly change: Setting["set"];
  /** The CA to upload before the mail. */
  readonly ca: OutgoingFile | undefined;
  /** A file on the module that the mail relies on and did not bring. */
  readonly reliesOn: string | undefined;
  readonly warnings: readonly MailWarning[];
}

/**
 * Checks the server options and encodes their commands.
 * @throws InvalidOptionError with every problem: TLS without a way to verify the server, a value that
 * is too long or holds a character that a line cannot carry, a setting that the module lacks
 */
export function planServerSetup(
  smtp: SmtpOptions,
  contextId: number,
  module: ModuleLimits,
): ServerSetup {
  const problems = new OptionProblems();
  const security: MailSecurity = smtp.security ?? "starttls";
  const given = smtp.tls ?? {};
  if (security === "none" && Object.keys(given).length > 0) {
    problems.add("smtp.tls", "means nothing with security none", tlsOrNot);
  }
  const pem = readCa(given, problems);
  const tls = security === "none" ? undefined : planTls(smtp.host, given, pem, module, problems);
  const setting = settingsOf(module, problems);
  const server = {
    host: smtp.host,
    port: smtp.port ?? usualPort(security) ?? defaultOf(setSmtpServer, "port"),
  };
  // Without login the account is emptied: one left from earlier would be sent to this server.
  const account = { username: smtp.auth?.user ?? "", password: smtp.auth?.pass ?? "" };
  const wanted = securities[security];
  const witness = setting(
    "smtp.host",
    { operation: setSmtpServer, input: server, places: serverPlaces },
    { operation: getSmtpServer, input: {} },
    ({ host, port }) => host === server.host && port === server.port,
  );
  const context = setting(
    "pdp.contextId",
    { operation: setSmtpContext, input: { contextId } },
    { operation: getSmtpContext, input: {} },
    (told) => told.contextId === contextId,
  );
  const settings = [
    witness,
    context,
    ...(tls?.settings ?? []),
    setting(
      "smtp.security",
      { operation: setSmtpSecurity, input: { security: wanted } },
      { operation: getSmtpSecurity, input: {} },
      (told) => told.security === wanted,
    ),
    setting(
      "smtp.auth",
      { operation: setSmtpAccount, input: account, places: accountPlaces(module) },
      { operation: getSmtpAccount, input: {} },
      ({ username, password }) =>
        username === account.username && isSamePassword(password, account.password),
    ),
  ];
  const isExposed = security === "none" && smtp.auth !== undefined;
  return {
    witness: problems.settle(witness),
    change: problems.settle(context).set,
    settings: settings.map((one) => problems.settle(one)),
    ca: tls?.ca,
    reliesOn: tls?.reliesOn,
    warnings: [...(isExposed ? [passwordExposed] : []), ...(tls?.warnings ?? [])],
  };
}

const tlsOrNot = 'Write security: "starttls" or "implicit" for TLS, or leave tls out.';

const serverPlaces = { host: { path: "smtp.host" }, port: { path: "smtp.port" } };

/** What is too long for the module may be what the provider gave. */
function accountPlaces(module: ModuleLimits): Places {
  const place = (path: string, name: "username" | "password", ask: string): OptionPlace => ({
    path,
    hint: (code) => {
      if (code !== "TOO_LONG") return undefined;
      const { maxBytes } = module.param(setSmtpAccount, name);
      return `The module takes no more than ${maxBytes} bytes: ${ask}`;
    },
  });
  return {
    username: place("smtp.auth.user", "username", "use a shorter name for the account."),
    password: place(
      "smtp.auth.pass",
      "password",
      "have the provider give a shorter one, such as an application password, or send through a server that takes one.",
    ),
  };
}

/** Firmware may hide what it keeps. */
function isSamePassword(told: string, wanted: string): boolean {
  return told === wanted || (wanted !== "" && /^\*+$/.test(told));
}

const passwordExposed: MailWarning = {
  code: "PASSWORD_UNPROTECTED",
  path: "smtp.security",
  message: "the password goes to the server unprotected; use starttls or implicit",
};
