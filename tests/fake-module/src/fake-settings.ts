import { final, reply } from "./fake-module.ts";

/** Items of `AT+QSSLCFG` with what they are after a restart; an empty text is printed in quotes. */
const sslDefaults: Readonly<Record<string, string>> = {
  sslversion: "4",
  ciphersuite: "0XFFFF",
  seclevel: "0",
  ignorelocaltime: "1",
  negotiatetime: "300",
  sni: "0",
  session_cache: "0",
  renegotiation: "0",
  closetimemode: "0",
  dtls: "0",
  dtlsversion: "0",
  ignoremulticertchainverify: "0",
  ignoreinvalidcertsign: "0",
  ignorecertitem: "0",
  ignoreprivkey: "0",
  cacert: "",
  cacertex: "",
  clientcert: "",
  clientkey: "",
  psk: "",
  alpn: "",
};

const sslRanges: Readonly<Record<string, RegExp>> = {
  sslversion: /^[0-4]$/,
  ciphersuite: /^0X[0-9A-F]{4}$/i,
  seclevel: /^[0-2]$/,
  ignorelocaltime: /^[01]$/,
  negotiatetime: /^([1-9]\d|[12]\d\d|300)$/,
  sni: /^[01]$/,
  session_cache: /^[01]$/,
};

/** The settings of the SMTP client and the six SSL contexts; a restart forgets them. */
export class FakeSettings {
  account: readonly [string, string] = ["", ""];
  sender: readonly [string, string] = ["", ""];
  server: readonly [string, number] = ["", 25];
  pdpContext = 1;
  sslContext = 1;
  sslType = 0;
  readonly #ssl: readonly Map<string, string>[] = Array.from(
    { length: 6 },
    () => new Map(Object.entries(sslDefaults)),
  );

  sslValues(context: number): Map<string, string> {
    return this.#ssl[context] ?? new Map();
  }

  /** `AT+QSMTPCFG`; `undefined` for values that are wrong. */
  smtp([key = "", ...values]: readonly string[]): string | undefined {
    if (key === "?") {
      return reply(
        '+QSMTPCFG: "account",<username>,<password>',
        '+QSMTPCFG: "sender",<sender_name>,<sender_email>',
        '+QSMTPCFG: "smtpserver",<srvaddr>,<srvport>',
        '+QSMTPCFG: "contextid",(1-16)',
        '+QSMTPCFG: "sslctxid",(0-5)',
        '+QSMTPCFG: "ssltype",(0-2)',
      );
    }
    const name = key.toLowerCase();
    if (values.length === 0) return this.#show(name);
    return this.#set(name, values) ? reply() : undefined;
  }

  /** `AT+QSSLCFG`. */
  ssl([key = "", context = "", ...values]: readonly string[]): string {
    const item = key.toLowerCase();
    const stored = /^[0-5]$/.test(context) ? this.#ssl[Number(context)] : undefined;
    const current = stored?.get(item);
    if (stored === undefined || current === undefined) return final("ERROR");
    if (values.length === 0) {
      const shown = /^\d|^0X/.test(current) ? current : quoted(...current.split("\n"));
      return reply(`+QSSLCFG: "${item}",${context},${shown}`);
    }
    const range = sslRanges[item];
    if (range !== undefined && (values.length !== 1 || !range.test(values[0] ?? ""))) {
      return final("ERROR");
    }
    const value = values.join("\n");
    stored.set(item, item === "ciphersuite" ? value.toUpperCase() : value);
    return reply();
  }

  #show(name: string): string | undefined {
    const shown: Readonly<Record<string, string>> = {
      account: quoted(...this.account),
      sender: quoted(...this.sender),
      smtpserver: `${quoted(this.server[0])},${this.server[1]}`,
      contextid: String(this.pdpContext),
      sslctxid: String(this.sslContext),
      ssltype: String(this.sslType),
    };
    return shown[name] === undefined ? undefined : reply(`+QSMTPCFG: "${name}",${shown[name]}`);
  }

  #set(name: string, [first = "", second]: readonly string[]): boolean {
    if (first.length > 50 || (second?.length ?? 0) > 50) return false;
    switch (name) {
      case "account":
        this.account = [first, second ?? ""];
        return second !== undefined;
      case "sender":
        this.sender = [first, second ?? ""];
        return second !== undefined;
      case "smtpserver":
        if (!/^\d{1,5}$/.test(second ?? "") || Number(second) > 65_535) return false;
        this.server = [first, Number(second)];
        return true;
      case "contextid":
        if (!/^([1-9]|1[0-6])$/.test(first)) return false;
        this.pdpContext = Number(first);
        return true;
      case "sslctxid":
        if (!/^[0-5]$/.test(first)) return false;
        this.sslContext = Number(first);
        return true;
      case "ssltype":
        if (!/^[0-2]$/.test(first)) return false;
        this.sslType = Number(first);
        return true;
      default:
        return false;
    }
  }
}

function quoted(...values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(",");
}
