import type { MailTls } from "../../mail/outgoing-mail.ts";
import { KeyedSettings, type SettingValues } from "../keyed-settings.ts";

const contextCount = 6;

/** What a context is set to before anybody has touched it. */
const defaults: Readonly<Record<string, SettingValues>> = {
  sslversion: { version: 4 },
  ciphersuite: { cipherSuite: 0xffff },
  cacert: { path: "" },
  cacertex: { path: "" },
  clientcert: { path: "" },
  clientkey: { path: "" },
  seclevel: { level: 0 },
  ignorelocaltime: { enabled: true },
  negotiatetime: { timeoutSeconds: 300 },
  sni: { enabled: false },
  session_cache: { enabled: false },
  renegotiation: { renegotiation: 0 },
  closetimemode: { mode: 0 },
  dtls: { enabled: false },
  dtlsversion: { dtlsVersion: 0 },
  psk: { identity: "", key: "" },
  alpn: { protocolName: "" },
  ignoremulticertchainverify: { enabled: false },
  ignoreinvalidcertsign: { enabled: false },
  ignorecertitem: { mask: 0 },
  ignoreprivkey: { enabled: false },
};

/** The six SSL contexts. Their settings are lost at a restart. */
export class SslContexts {
  readonly #contexts: readonly KeyedSettings[] = Array.from(
    { length: contextCount },
    () => new KeyedSettings(defaults),
  );

  /** The settings of one context; `undefined` for a number that does not exist. */
  get(sslContextId: number): KeyedSettings | undefined {
    return this.#contexts[sslContextId];
  }

  reset(): void {
    for (const context of this.#contexts) context.reset();
  }

  /** What a connection with this context uses. */
  tls(sslContextId: number, readFile: (name: string) => Uint8Array | undefined): MailTls {
    const value = (item: string, name: string): unknown =>
      this.get(sslContextId)?.get(item)?.[name];
    return {
      securityLevel: Number(value("seclevel", "level")),
      version: Number(value("sslversion", "version")),
      ca: readFile(String(value("cacert", "path"))),
      sni: value("sni", "enabled") === true,
      ignoreLocalTime: value("ignorelocaltime", "enabled") === true,
    };
  }
}
