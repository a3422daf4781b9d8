import { readFileSync } from "node:fs";
import { getCiphers } from "node:tls";
import { CipherSuite } from "@qsmtp/protocol/commands";
import { describe, expect, it } from "vitest";
import type { MailTls } from "../mail/outgoing-mail.ts";
import { cipherNames } from "./cipher-names.ts";
import { authority, certify, refused, secure, trusting as trustingOne } from "./tls.fixture.ts";

/** The names of the IANA registry, by the schema's numbers. */
const registered: ReadonlyMap<number, string> = new Map(
  (
    JSON.parse(
      readFileSync(
        new URL("../../../../schema/commands/ssl/qsslcfg.json", import.meta.url),
        "utf8",
      ),
    ) as {
      readonly params: {
        readonly cipherSuite: {
          readonly values: readonly { readonly value: number; readonly description: string }[];
        };
      };
    }
  ).params.cipherSuite.values.flatMap(({ value, description }) => {
    const [name] = /^TLS_\w+/.exec(description) ?? [];
    return name === undefined ? [] : [[value, name] as const];
  }),
);

const suites = Object.values(CipherSuite).filter((suite) => suite !== CipherSuite.all);
const available = suites.filter((suite) => cipherNames(suite).available.length > 0);
const missing = suites.filter((suite) => !available.includes(suite));

const byEc = await certify("mail.example.org", { issuer: authority });
const rsaAuthority = await certify("RSA CA", { ca: true, rsa: true });
const byRsa = await certify("mail.example.org", { issuer: rsaAuthority, rsa: true });
const trusting: MailTls = {
  ...trustingOne,
  ca: Buffer.from(`${authority.cert}\n${rsaAuthority.cert}`),
};

/** Takes every suite that this OpenSSL has, with a certificate of either kind. */
const anything = {
  key: [byEc.key, byRsa.key],
  cert: [byEc.cert, byRsa.cert],
  ciphers: "ALL:@SECLEVEL=0",
};

describe("a cipher suite", () => {
  it("of every number of the manual has a name of its own", () => {
    expect(suites.map((suite) => registered.has(suite))).not.toContain(false);
    const names = suites.flatMap((suite) => cipherNames(suite).names);
    expect(new Set(names).size).toBe(suites.length);
    expect(available.length).toBeGreaterThan(10);
  });

  it.each(available)("of number %i is the one that is spoken", async (cipherSuite) => {
    const { suite } = await secure(anything, { ...trusting, cipherSuite });
    expect(suite).toBe(registered.get(cipherSuite));
  });

  it.each(missing)("of number %i that OpenSSL lacks ends in 665", async (cipherSuite) => {
    const [name = ""] = cipherNames(cipherSuite).names;
    expect(getCiphers()).not.toContain(name.toLowerCase());
    await expect(secure(anything, { ...trusting, cipherSuite })).rejects.toMatchObject(
      refused(`${name} is set, which is not available here`),
    );
  });

  it("of a number that no manual has ends in 665", async () => {
    await expect(secure(anything, { ...trusting, cipherSuite: 1 })).rejects.toMatchObject(
      refused("number 1"),
    );
  });

  it("that the server lacks ends in 665", async () => {
    const server = { ...byRsa, ciphers: "ECDHE-RSA-AES256-GCM-SHA384" };
    const cipherSuite = CipherSuite.rsaWithAes128CbcSha;
    await expect(secure(server, { ...trusting, cipherSuite })).rejects.toMatchObject(
      refused("TLS failed"),
    );
    await secure(server, trusting);
  });

  it("is offered with all others of the module, and no newer one, unless it is set", async () => {
    const newer = { ...byRsa, ciphers: "ECDHE-RSA-CHACHA20-POLY1305:DHE-RSA-AES128-GCM-SHA256" };
    await expect(secure(newer, trusting)).rejects.toMatchObject(refused("TLS failed"));
    for (const suite of available) {
      const { names } = cipherNames(suite);
      const agreed = await secure({ ...anything, ciphers: `${names[0]}:@SECLEVEL=0` }, trusting);
      expect(agreed.suite).toBe(registered.get(suite));
    }
  });
});
