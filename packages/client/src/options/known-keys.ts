import type { ReconnectOptions, RecoveryOptions } from "../recovery/recovery-options.ts";
import type { ModuleOptions, PdpOptions, SmtpOptions, TlsOptions } from "./options.ts";
import type { RetryOptions } from "./retry-options.ts";

/** Every key that an option object may have: one that is not listed here does not compile. */
type Keys<Options> = Readonly<Record<keyof Options, true>>;

export const moduleKeys: Keys<ModuleOptions> = {
  pdp: true,
  smtp: true,
  acknowledgedUploads: true,
  replaceExistingFiles: true,
  urcPort: true,
  capabilities: true,
  reconnect: true,
  recovery: true,
  retry: true,
  resendUnknown: true,
  power: true,
  openTimeoutMs: true,
  onTrace: true,
  clock: true,
  signal: true,
};

export const pdpKeys: Keys<PdpOptions> = {
  contextId: true,
  apn: true,
  type: true,
  username: true,
  password: true,
  authentication: true,
  simTimeoutMs: true,
  registrationTimeoutMs: true,
  idleTimeoutMs: true,
  deactivateOnClose: true,
};

export const smtpKeys: Keys<SmtpOptions> = {
  host: true,
  port: true,
  security: true,
  auth: true,
  tls: true,
};

export const authKeys: Keys<NonNullable<SmtpOptions["auth"]>> = { user: true, pass: true };

export const tlsKeys: Keys<TlsOptions> = {
  ca: true,
  caFile: true,
  sslContextId: true,
  version: true,
  cipherSuite: true,
  sni: true,
  ignoreCertificateDates: true,
  dangerouslyAcceptAnyServer: true,
};

export const reconnectKeys: Keys<ReconnectOptions> = {
  firstDelayMs: true,
  maxDelayMs: true,
  jitter: true,
  attemptTimeoutMs: true,
  maxAttempts: true,
};

export const recoveryKeys: Keys<RecoveryOptions> = {
  reopenAfterMs: true,
  resetAfterMs: true,
  powerAfterMs: true,
  powerTimeoutMs: true,
  checksBetweenRestarts: true,
  checkIntervalMs: true,
  jitter: true,
  maxRounds: true,
};

export const retryKeys: Keys<RetryOptions> = {
  maxRetries: true,
  firstDelayMs: true,
  maxDelayMs: true,
  jitter: true,
};
