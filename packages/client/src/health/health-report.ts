/**
 * `fault`: no mail can go out, or it goes out unprotected against what was asked for. `warning`: it
 * may go out. `unknown`: the module does not tell, or it cannot be found out without a mail.
 */
export type HealthVerdict = "ok" | "warning" | "fault" | "unknown";

/** What `module.diagnose()` looks at. */
export type DiagnosisName =
  | "sim"
  | "signal"
  | "registration"
  | "attach"
  | "apn"
  | "contexts"
  | "clock"
  | "storage"
  | "firmware"
  | "smtp"
  | "urcPort"
  | "tls"
  | "line";

/** What `module.verify()` tries, in this order. */
export type VerificationName =
  | "smtp"
  | "sim"
  | "registration"
  | "context"
  | "serverName"
  | "urcPort"
  | "clock"
  | "storage"
  | "line"
  | "ca"
  | "settings"
  | "draft"
  | "escape"
  | "login";

/** What a check has read. */
export type HealthValue = string | number | boolean | readonly (string | number)[];

/** One thing that was looked at. Plain JSON; no password and no PIN is in it. */
export interface HealthItem<Name extends string = DiagnosisName | VerificationName> {
  /** What was looked at. */
  readonly name: Name;
  /** `unknown` where the module does not tell. */
  readonly verdict: HealthVerdict;
  /** What was found, in a sentence. */
  readonly found: string;
  /** What to do about it; `undefined` where nothing is to be done. */
  readonly remedy: string | undefined;
  /** The same for programs; what the module does not tell is absent. */
  readonly details: Readonly<Record<string, HealthValue>>;
}

/** What `module.diagnose()` has found. */
export interface HealthReport {
  /** The worst of all: `fault`, then `warning`, then `unknown`. */
  readonly verdict: HealthVerdict;
  /** In the order in which a mail depends on them. */
  readonly items: readonly HealthItem<DiagnosisName>[];
}

/** What `module.verify()` has found. */
export interface Verification {
  /** Whether nothing stands in the way of a mail, as far as it can be found out without one. */
  readonly ok: boolean;
  /** In the order in which a mail needs them. */
  readonly items: readonly HealthItem<VerificationName>[];
}

/** What one examination says; the name is given by who asks for it. */
export interface Finding {
  readonly verdict: HealthVerdict;
  readonly found: string;
  readonly remedy?: string | undefined;
  readonly details?: Readonly<Record<string, HealthValue | undefined>> | undefined;
}

export function itemOf<Name extends string>(name: Name, finding: Finding): HealthItem<Name> {
  const { verdict, found, remedy, details = {} } = finding;
  const told = Object.entries(details).flatMap(([key, value]): [string, HealthValue][] => {
    return value === undefined ? [] : [[key, value]];
  });
  return { name, verdict, found, remedy, details: Object.fromEntries(told) };
}

const worstFirst: readonly HealthVerdict[] = ["fault", "warning", "unknown"];

/** The worst verdict of all. */
export function worstOf(items: readonly { readonly verdict: HealthVerdict }[]): HealthVerdict {
  return worstFirst.find((verdict) => items.some((item) => item.verdict === verdict)) ?? "ok";
}
