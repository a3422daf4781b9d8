import type { OperationDescriptor, Range } from "@qsmtp/protocol";
import {
  setSslAlpn,
  setSslCaCertificate,
  setSslCipherSuite,
  setSslClientCertificate,
  setSslClientKey,
  setSslExtraCaCertificate,
  setSslIgnoreInvalidSignature,
  setSslIgnoreLocalTime,
  setSslNegotiateTime,
  setSslSecurityLevel,
  setSslSni,
  setSslVersion,
} from "@qsmtp/protocol/commands";
import { paramOf } from "@qsmtp/protocol/facts";
import { hideSecrets } from "../../hide-secrets.ts";
import type { MailClientIdentity, MailTls } from "../../mail/outgoing-mail.ts";
import type { Dialect } from "../../modem/dialect.ts";
import { secretNames } from "../../modem/line-secrets.ts";
import { defaultSettings, KeyedSettings, keyOf, type SettingValues } from "../keyed-settings.ts";

/** What a connection needs of the module beside the settings of its SSL context. */
export interface ConnectionParts {
  readonly readFile: (name: string) => Uint8Array | undefined;
  /** What the module's clock shows, in milliseconds since 1970, GMT. */
  readonly timeMs: number;
}

/** The SSL contexts. Their settings are lost at a restart. */
export class SslContexts {
  readonly #contexts = new Map<number, KeyedSettings>();
  readonly #ranges: readonly Range[];
  /** What a context is set to before anybody has touched it. */
  readonly #defaults: Readonly<Record<string, SettingValues>>;

  /** Names of parameters. */
  readonly #secrets: readonly string[];

  constructor(dialect: Dialect) {
    this.#secrets = dialect.operations
      .filter(({ at }) => at === setSslVersion.at)
      .flatMap(({ args = [] }) => secretNames(args));
    this.#ranges = paramOf(dialect.of(setSslVersion), "sslContextId").ranges;
    this.#defaults = {
      ...defaultSettings(dialect, setSslVersion.at),
      // As modules were seen to have it, which judges no certificate by its dates.
      [keyOf(setSslIgnoreLocalTime) ?? ""]: { enabled: true },
    };
  }

  /** The settings of one context; `undefined` for a number that does not exist. */
  get(sslContextId: number): KeyedSettings | undefined {
    const isThere = this.#ranges.some(
      ([from, to]) => from <= sslContextId && sslContextId <= (to ?? from),
    );
    if (!isThere) return undefined;
    const context = this.#contexts.get(sslContextId) ?? new KeyedSettings(this.#defaults);
    this.#contexts.set(sslContextId, context);
    return context;
  }

  /** The values of one setting, for people: secrets are read by their names only. */
  show(sslContextId: number, item: string): SettingValues | undefined {
    const values = this.get(sslContextId)?.get(item);
    const secrets = this.#secrets.filter((name) => values !== undefined && name in values);
    return values && hideSecrets(values, ...secrets);
  }

  /** Whether an operation is about one of the settings. */
  has(operation: OperationDescriptor): boolean {
    return new KeyedSettings(this.#defaults).has(operation);
  }

  reset(): void {
    this.#contexts.clear();
  }

  /** What a connection with this context uses. */
  tls(sslContextId: number, { readFile, timeMs }: ConnectionParts): MailTls {
    const value = <Input, Name extends keyof Input & string>(
      setting: OperationDescriptor<Input>,
      name: Name,
    ): unknown => this.get(sslContextId)?.get(keyOf(setting) ?? "")?.[name];
    const isOn = <Input extends { readonly enabled: boolean }>(
      setting: OperationDescriptor<Input>,
    ): boolean => value(setting, "enabled") === true;
    const file = <Input extends { readonly path: string }>(
      setting: OperationDescriptor<Input>,
    ): { readonly path: string; readonly bytes: Uint8Array | undefined } => {
      const path = String(value(setting, "path"));
      const bytes = path === "" ? undefined : readFile(path);
      return { path, bytes: bytes && Uint8Array.from(bytes) };
    };
    const certificate = file(setSslClientCertificate);
    const key = file(setSslClientKey);
    const hasIdentity = certificate.path !== "" || key.path !== "";
    const identity: MailClientIdentity = {
      certificate: certificate.bytes,
      key: key.bytes,
      passphrase: String(value(setSslClientKey, "passphrase") ?? ""),
    };
    return {
      securityLevel: Number(value(setSslSecurityLevel, "level")),
      version: Number(value(setSslVersion, "version")),
      cipherSuite: Number(value(setSslCipherSuite, "cipherSuite")),
      ca: joinedPem(file(setSslCaCertificate).bytes, file(setSslExtraCaCertificate).bytes),
      client: hasIdentity ? hideSecrets(identity, "key", "passphrase") : undefined,
      sni: isOn(setSslSni),
      alpn: String(value(setSslAlpn, "protocolName")) || undefined,
      ignoreLocalTime: isOn(setSslIgnoreLocalTime),
      ignoreInvalidSignature: isOn(setSslIgnoreInvalidSignature),
      timeMs,
      negotiateTimeoutMs: Number(value(setSslNegotiateTime, "timeoutSeconds")) * 1000,
    };
  }
}

const lineEnd = new TextEncoder().encode("\n");

/** Files of certificates one behind the other, each on lines of its own. */
function joinedPem(...files: readonly (Uint8Array | undefined)[]): Uint8Array | undefined {
  const [first, ...further] = files.filter((file) => file !== undefined);
  return first && Uint8Array.from([...first, ...further.flatMap((file) => [...lineEnd, ...file])]);
}
