import { readFileSync } from "node:fs";
import { allOperations } from "@qsmtp/protocol/catalog";
import { CipherSuite, setSslVersion } from "@qsmtp/protocol/commands";
import { describe, expect, it } from "vitest";
import { keyOf } from "../behaviours/keyed-settings.ts";
import { sslItemEffects } from "../behaviours/ssl/ssl-item-effects.ts";
import type { OutgoingMail } from "../mail/outgoing-mail.ts";
import { createSimulatedModule } from "../simulated-module.ts";
import { prepareMail } from "./mail-host.fixture.ts";
import { authority, certify, foreign, refused, secure, stranger, valid } from "./tls.fixture.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

const namesake = await certify("Trusted CA", { ca: true });
const ofNamesake = await certify("mail.example.org", { issuer: namesake });
const pump = await certify("pump7", { issuer: authority, use: "clientAuth" });

const judging = ['AT+QSSLCFG="seclevel",1,1', 'AT+QSSLCFG="cacert",1,"ca.pem"'];
const mutual = [
  'AT+QSSLCFG="seclevel",1,2',
  'AT+QSSLCFG="cacert",1,"ca.pem"',
  'AT+QSSLCFG="clientcert",1,"pump.pem"',
];

/** The TLS settings of a mail that a module sends after the given commands. */
function tlsAfter(...lines: readonly string[]): OutgoingMail["tls"] {
  const sent: OutgoingMail["tls"][] = [];
  const module = createSimulatedModule({
    carrier: {
      deliver: async ({ tls }) => {
        sent.push(tls);
        return { error: 0, protocolError: 0 };
      },
    },
  });
  module.files.write("UFS:ca.pem", Buffer.from(authority.cert));
  module.files.write("UFS:other.pem", Buffer.from(stranger.cert));
  module.files.write("UFS:pump.pem", Buffer.from(pump.cert));
  module.files.write("UFS:pump.key", Buffer.from(pump.key));
  prepareMail(module, 25, ...lines, "AT+QSMTPPUT=60");
  const [tls = expect.unreachable()] = sent;
  module.dispose();
  return tls;
}

/** For each item that acts: what it changes, seen at a real server. */
const proofs: Readonly<Record<string, () => Promise<void>>> = {
  sslversion: async () => {
    const { protocol } = await secure(
      { ...valid, minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" },
      tlsAfter('AT+QSSLCFG="sslversion",1,1'),
    );
    expect(protocol).toBe("TLSv1");
    expect((await secure(valid, tlsAfter())).protocol).toBe("TLSv1.2");
  },
  ciphersuite: async () => {
    const before = await secure(valid, tlsAfter());
    expect(before.suite).toBe("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384");
    const { suite } = await secure(valid, tlsAfter('AT+QSSLCFG="ciphersuite",1,0XC009'));
    expect(suite).toBe("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
  },
  cacert: async () => {
    await secure(valid, tlsAfter(...judging));
    await expect(secure(foreign, tlsAfter(...judging))).rejects.toMatchObject(refused("UNABLE"));
    const missing = tlsAfter(...judging, 'AT+QSSLCFG="cacert",1,"gone.pem"');
    await expect(secure(valid, missing)).rejects.toMatchObject(refused("no CA certificate"));
  },
  cacertex: async () => {
    const both = tlsAfter(...judging, 'AT+QSSLCFG="cacertex",1,"other.pem"');
    await secure(foreign, both);
    await secure(valid, both);
  },
  clientcert: async () => {
    const asking = { ...valid, requestCert: true, rejectUnauthorized: false };
    const shown = tlsAfter(...mutual, 'AT+QSSLCFG="clientkey",1,"pump.key"');
    expect((await secure(asking, shown)).client).toBe("pump7");
    const missing = tlsAfter(...mutual, 'AT+QSSLCFG="clientcert",1,"gone.pem"');
    await expect(secure(valid, missing)).rejects.toMatchObject(refused("no client certificate"));
  },
  clientkey: async () => {
    await expect(secure(valid, tlsAfter(...mutual))).rejects.toMatchObject(refused("no key"));
    const wrong = tlsAfter(...mutual, 'AT+QSSLCFG="clientkey",1,"ca.pem"');
    await expect(secure(valid, wrong)).rejects.toMatchObject(refused("TLS failed"));
  },
  seclevel: async () => {
    await secure(foreign, tlsAfter('AT+QSSLCFG="cacert",1,"ca.pem"'));
    await expect(secure(foreign, tlsAfter(...judging))).rejects.toMatchObject(refused("UNABLE"));
    const key = 'AT+QSSLCFG="clientkey",1,"pump.key"';
    const asking = { ...valid, requestCert: true, rejectUnauthorized: false };
    const level1 = tlsAfter(...mutual, key, 'AT+QSSLCFG="seclevel",1,1');
    expect((await secure(asking, level1)).client).toBeUndefined();
    expect((await secure(asking, tlsAfter(...mutual, key))).client).toBe("pump7");
  },
  ignorelocaltime: async () => {
    // The clock of a module that nobody set stands in 1980.
    await secure(valid, tlsAfter(...judging));
    const strict = tlsAfter(...judging, 'AT+QSSLCFG="ignorelocaltime",1,0');
    await expect(secure(valid, strict)).rejects.toMatchObject(refused("CERT_NOT_YET_VALID"));
  },
  negotiatetime: async () => {
    // That it ends a handshake stands in time-limits.test.ts.
    expect(tlsAfter().negotiateTimeoutMs).toBe(300_000);
    expect(tlsAfter('AT+QSSLCFG="negotiatetime",1,10').negotiateTimeoutMs).toBe(10_000);
  },
  sni: async () => {
    expect((await secure(valid, tlsAfter())).asked).toBe(false);
    expect((await secure(valid, tlsAfter('AT+QSSLCFG="sni",1,1'))).asked).toBe("mail.example.org");
  },
  alpn: async () => {
    const choosing = { ...valid, ALPNProtocols: ["smtp"] };
    expect((await secure(choosing, tlsAfter())).alpn).toBe(false);
    expect((await secure(choosing, tlsAfter('AT+QSSLCFG="alpn",1,"smtp"'))).alpn).toBe("smtp");
    const other = tlsAfter('AT+QSSLCFG="alpn",1,"h2"');
    await expect(secure(choosing, other)).rejects.toMatchObject(refused("TLS failed"));
  },
  ignoreinvalidcertsign: async () => {
    await expect(secure(ofNamesake, tlsAfter(...judging))).rejects.toMatchObject(
      refused("not accepted"),
    );
    const lenient = tlsAfter(...judging, 'AT+QSSLCFG="ignoreinvalidcertsign",1,1');
    await secure(ofNamesake, lenient);
    await expect(secure(foreign, lenient)).rejects.toMatchObject(refused("not accepted"));
  },
};

describe("the items of AT+QSSLCFG", () => {
  const items = allOperations.flatMap((operation) =>
    operation.at === setSslVersion.at && operation.reply ? [keyOf(operation)] : [],
  );

  it("are all told of", () => {
    expect(items.length).toBeGreaterThan(20);
    expect(sslItemEffects.map(({ item }) => item).toSorted()).toEqual(items.toSorted());
  });

  it.each(sslItemEffects)("stand in the README: $item", ({ item, acts, text }) => {
    const row = `| \`${item}\` | ${acts ? "acts" : "without effect"} | ${text} |`;
    expect(readme.replaceAll(/ +\|/g, " |")).toContain(row);
  });

  it.each(sslItemEffects.filter(({ acts }) => acts))("do what is said: $item", async ({ item }) => {
    const proof = proofs[item] ?? expect.unreachable();
    await proof();
  });

  it("that are without effect change nothing of a connection", () => {
    const quiet = sslItemEffects.filter(({ acts }) => !acts);
    const plain = { ...tlsAfter(), timeMs: 0 };
    for (const { item } of quiet) {
      const value = item === "psk" ? '"pump7","abcd"' : "1";
      expect({ ...tlsAfter(`AT+QSSLCFG="${item}",1,${value}`), timeMs: 0 }).toEqual(plain);
    }
  });
});

it("a mail that is printed whole shows neither the key nor its passphrase", () => {
  const tls = tlsAfter(...mutual, 'AT+QSSLCFG="clientkey",1,"pump.key","Wasserstand-9"');
  expect(tls.client?.passphrase).toBe("Wasserstand-9");
  expect(tls.client?.key).toEqual(Uint8Array.from(Buffer.from(pump.key)));
  expect(Object.keys(tls.client ?? {})).toEqual(["certificate"]);
});

it("a suite is offered by the number that the command takes", () => {
  expect(tlsAfter('AT+QSSLCFG="ciphersuite",1,0X0005').cipherSuite).toBe(
    CipherSuite.rsaWithRc4128Sha,
  );
});
