import {
  getClock,
  getFullRevision,
  getStorageSpace,
  getUrcPort,
  Storage,
  setClock,
  testSendMail,
  testSmtpConfig,
  type UrcPort,
} from "@qsmtp/protocol/commands";
import { isOwnError } from "../errors/qsmtp-error.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { requireMailClient } from "../mail/limits.ts";
import { nameOf } from "../naming/name-of.ts";
import { type Examiner, isRefused, notTold } from "./examiner.ts";
import type { Finding } from "./health-report.ts";

/** Modules count from 1980 until they are told the time; none was made before this year. */
const firstYear = 2020;

/** The clock, by which the dates of certificates are judged. `needed`: the mail relies on it. */
export async function examineClock(examiner: Examiner, needed: boolean): Promise<Finding> {
  const answer = await examiner.ask(getClock());
  if ("error" in answer) return notTold("its time", answer.error);
  const { time } = answer.output;
  const two = Number(time.slice(0, 2));
  if (!Number.isInteger(two)) return notTold("its time in a form that can be read");
  const year = two >= 80 ? 1900 + two : 2000 + two;
  const isSet = year >= firstYear;
  const details = { time, set: isSet };
  if (isSet) return { verdict: "ok", found: `the clock says ${time}`, details };
  return {
    verdict: needed ? "fault" : "warning",
    found: `the clock is not set: it says ${time}${needed ? ", and every certificate is out of its dates by it" : ""}`,
    remedy: `Set it with setClock (${nameOf(setClock)}), or let the network set it (AT+CTZU=1); it runs on until the supply is cut.`,
    details,
  };
}

/** Less leaves no room for a CA, the list of our files and a small attachment. */
const tightBytes = 65_536;

/** The storages that mails use. */
export async function examineStorage(examiner: Examiner, neededBytes = 0): Promise<Finding> {
  const ram = await examiner.optional(getStorageSpace({ storage: Storage.ram }));
  const ufs = await examiner.optional(getStorageSpace({ storage: Storage.ufs }));
  const details = {
    ramFreeBytes: ram?.freeBytes,
    ramTotalBytes: ram?.totalBytes,
    ufsFreeBytes: ufs?.freeBytes,
    ufsTotalBytes: ufs?.totalBytes,
  };
  if (ram === undefined) return { ...notTold("the space in its RAM"), details };
  const ufsWords = ufs === undefined ? "" : `, UFS ${ufs.freeBytes}`;
  const found = `RAM has ${ram.freeBytes} bytes left${ufsWords}`;
  const remedy = "Delete files that other programs left in RAM, or restart the module.";
  if (ram.freeBytes < neededBytes) {
    const short = `${found}; ${neededBytes} are needed`;
    return { verdict: "fault", found: short, remedy, details };
  }
  if (ram.freeBytes < tightBytes) return { verdict: "warning", found, remedy, details };
  return { verdict: "ok", found, details };
}

/** Who the module says it is. */
export async function examineFirmware(
  examiner: Examiner,
  { model, revision }: { readonly model: string; readonly revision: string },
): Promise<Finding> {
  const full = (await examiner.optional(getFullRevision()))?.revision;
  const details = { model, revision, fullRevision: full };
  const name = full ?? revision;
  if (name === "") return { ...notTold("its firmware"), details };
  return { verdict: "ok", found: `${model || "a module"} with firmware ${name}`, details };
}

/** Whether the firmware has a mail client at all. */
export async function examineMailClient(
  examiner: Examiner,
  limits: ModuleLimits,
): Promise<Finding> {
  try {
    requireMailClient(limits);
  } catch (error) {
    if (!isOwnError(error, "MODULE_CANNOT_SEND_MAIL")) throw error;
    return { verdict: "fault", found: error.problem, remedy: error.hint };
  }
  const settings = await examiner.ask(testSmtpConfig());
  if ("output" in settings) {
    const keys = settings.output.lines.flatMap(({ text }) => /^"(\w+)"/.exec(text)?.[1] ?? []);
    return { verdict: "ok", found: "the firmware has a mail client", details: { settings: keys } };
  }
  const order = await examiner.ask(testSendMail());
  if ("output" in order) return { verdict: "ok", found: "the firmware has a mail client" };
  const errors = [settings.error, order.error];
  if (!errors.every(isRefused)) return notTold("whether it has a mail client", settings.error);
  return {
    verdict: "fault",
    found: `this module cannot send mail: its firmware does not know ${nameOf(testSmtpConfig)} and ${nameOf(testSendMail)}`,
    remedy:
      "Use a module whose firmware has the SMTP commands; qsmtp probe lists what a module has.",
  };
}

/** Whether results that come by themselves come here. `seen`: one has come on this connection. */
export async function examineUrcPort(
  examiner: Examiner,
  wanted: UrcPort | undefined,
  seen: boolean,
): Promise<Finding> {
  const port = (await examiner.optional(getUrcPort()))?.port;
  const details = { port, seen };
  const words = port === undefined ? "" : ` (${nameOf(getUrcPort)} says ${port})`;
  if (seen) return { verdict: "ok", found: `results come on this port${words}`, details };
  if (port === undefined) return { ...notTold("on which port results come"), details };
  if (port === "all") return { verdict: "ok", found: "results come on all ports", details };
  if (port === wanted) {
    return { verdict: "ok", found: `results come on ${port}, as urcPort says`, details };
  }
  return {
    verdict: "unknown",
    found: `results come on ${port}; whether that is this port shows with the first result`,
    remedy: "If results stay away, give urcPort the name of the port in use.",
    details,
  };
}
