import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asRead } from "../../as-read.fixture.ts";
import { createSimulatedModule, type SimulatedModule } from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";

const ok = "\r\nOK\r\n";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  module = createSimulatedModule({ family: asRead });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
});

afterEach(() => {
  module.dispose();
});

describe("AT+QSSLCFG", () => {
  it.each([
    ["sslversion", "4", "3"],
    ["ciphersuite", "0XFFFF", "0XC02F"],
    ["cacert", '""', '"UFS:ca.pem"'],
    ["cacertex", '""', '"UFS:more.pem"'],
    ["clientcert", '""', '"client.pem"'],
    ["clientkey", '""', '"key.pem","phrase"'],
    ["seclevel", "0", "2"],
    ["ignorelocaltime", "1", "0"],
    ["negotiatetime", "300", "60"],
    ["sni", "0", "1"],
    ["session_cache", "0", "1"],
    ["renegotiation", "0", "1"],
    ["closetimemode", "0", "1"],
    ["dtls", "0", "1"],
    ["dtlsversion", "0", "1"],
    ["psk", '"",""', '"id","abcd"'],
    ["alpn", '""', '"smtp"'],
    ["ignoremulticertchainverify", "0", "1"],
    ["ignoreinvalidcertsign", "0", "1"],
    ["ignorecertitem", "0", "1048575"],
    ["ignoreprivkey", "0", "1"],
  ])("keeps %s, for each context by itself", (item, initial, changed) => {
    expect(host.ask(`AT+QSSLCFG="${item}",5`)).toBe(
      `\r\n+QSSLCFG: "${item}",5,${initial}\r\n${ok}`,
    );
    expect(host.ask(`AT+QSSLCFG="${item}",5,${changed}`)).toBe(ok);
    expect(host.ask(`AT+QSSLCFG="${item}",5`)).toBe(
      `\r\n+QSSLCFG: "${item}",5,${changed}\r\n${ok}`,
    );
    expect(host.ask(`AT+QSSLCFG="${item}",0`)).toBe(
      `\r\n+QSSLCFG: "${item}",0,${initial}\r\n${ok}`,
    );
  });

  it("takes the manual's spelling of a cipher suite", () => {
    expect(host.ask('AT+QSSLCFG="ciphersuite",1,0xffff')).toBe(ok);
    expect(host.ask('AT+QSSLCFG="ciphersuite",1')).toContain('"ciphersuite",1,0XFFFF\r\n');
  });

  it.each(['"seclevel",1,3', '"checkhost",1,1', '"negotiatetime",1,9', '"sslversion"'])(
    "answers ERROR to %s",
    (parameters) => {
      expect(host.ask(`AT+QSSLCFG=${parameters}`)).toBe("\r\nERROR\r\n");
    },
  );

  it("is forgotten by a restart", () => {
    host.ask('AT+QSSLCFG="seclevel",1,2');
    expect(module.settings.ssl(1, "seclevel")).toMatchObject({ level: 2 });
    module.restart();
    expect(module.settings.ssl(1, "seclevel")).toMatchObject({ level: 0 });
  });
});
