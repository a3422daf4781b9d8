import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { MailTls } from "../mail/outgoing-mail.ts";
import {
  authority,
  certify,
  foreign,
  refused,
  secure,
  secureTo,
  stranger,
  trusting,
  valid,
} from "./tls.fixture.ts";

describe("the server's certificate", () => {
  it("is accepted when it leads to the CA, whatever host it names", async () => {
    await secure(valid, trusting, "another.example.org");
    await secure(valid, { ...trusting, securityLevel: 2 });
  });

  it("may be the trusted certificate itself", async () => {
    const own = await certify("pump.local");
    await secure(own, { ...trusting, ca: Buffer.from(own.cert) });
    const expired = await certify("pump.local", { from: -30, to: -1 });
    const ca = Buffer.from(expired.cert);
    await secure(expired, { ...trusting, ca, ignoreLocalTime: true });
  });

  it("may lead to any of several CAs in the file", async () => {
    await secure(valid, { ...trusting, ca: Buffer.from(`${stranger.cert}\n${authority.cert}`) });
  });

  it.each([
    ["of another CA", foreign, trusting, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["that signed itself", stranger, trusting, "SELF_SIGNED"],
    ["when no CA is set", valid, { ...trusting, ca: undefined }, "no CA"],
    ["when the CA file is none", valid, { ...trusting, ca: Buffer.from("?") }, "UNABLE_TO_VERIFY"],
  ] as const)(
    "is refused %s, but only from security level 1 on",
    async (_, server, tls, reason) => {
      await expect(secure(server, tls)).rejects.toMatchObject(refused(reason));
      await secure(server, { ...tls, securityLevel: 0 });
    },
  );

  it.each([
    ["has expired", { from: -30, to: -1 }, "CERT_HAS_EXPIRED"],
    ["is not valid yet", { from: 1, to: 30 }, "CERT_NOT_YET_VALID"],
  ])("is refused when it %s, unless dates are ignored", async (_, dates, reason) => {
    const server = await certify("mail.example.org", { issuer: authority, ...dates });
    await expect(secure(server, trusting)).rejects.toMatchObject(refused(reason));
    await secure(server, { ...trusting, ignoreLocalTime: true });
  });

  it("must lead to the CA even when its dates are ignored", async () => {
    const lenient: MailTls = { ...trusting, ignoreLocalTime: true };
    const expired = { from: -30, to: -1 };
    const namesake = await certify("Trusted CA", { ca: true });
    for (const issuer of [stranger, namesake]) {
      const server = await certify("mail.example.org", { issuer, ...expired });
      await expect(secure(server, lenient)).rejects.toMatchObject(refused("not lead"));
    }

    const middle = await certify("Sub CA", { issuer: authority, ca: true, ...expired });
    const below = await certify("mail.example.org", { issuer: middle, ...expired });
    await secure({ key: below.key, cert: `${below.cert}\n${middle.cert}` }, lenient);

    const noCa = await certify("Not a CA", { issuer: authority, ...expired });
    const forged = await certify("mail.example.org", { issuer: noCa, ...expired });
    const chain = { key: forged.key, cert: `${forged.cert}\n${noCa.cert}` };
    await expect(secure(chain, lenient)).rejects.toMatchObject(refused("not lead"));
  });
});

describe("the handshake", () => {
  it.each([
    [4, {}, "TLSv1.2"],
    [3, {}, "TLSv1.2"],
    [2, { minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }, "TLSv1.1"],
    [1, { minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }, "TLSv1"],
    [4, { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }, "TLSv1"],
  ] as const)("with sslversion %i speaks the module's TLS", async (version, options, protocol) => {
    const secured = await secure({ ...valid, ...options }, { ...trusting, version });
    expect(secured.protocol).toBe(protocol);
  });

  it.each([
    [1, { minVersion: "TLSv1.2" }, "TLS failed"],
    [4, { minVersion: "TLSv1.3" }, "TLS failed"],
    [0, {}, "SSL 3.0"],
  ] as const)(
    "with sslversion %i fails where the server does not speak it",
    async (version, options, reason) => {
      const attempt = secure({ ...valid, ...options }, { ...trusting, version });
      await expect(attempt).rejects.toMatchObject(refused(reason));
    },
  );

  it.each([
    [true, "mail.example.org", "mail.example.org"],
    [true, "127.0.0.1", false],
    [false, "mail.example.org", false],
  ])("with sni %s asks for %s as %s", async (sni, host, asked) => {
    expect((await secure(valid, { ...trusting, sni }, host)).asked).toBe(asked);
  });

  async function startPlainServer(talk: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      talk(socket);
    });
    server.listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  it.each([
    ["does not speak TLS", (socket: Socket) => socket.write("220 mail.example.org\r\n")],
    ["closes", (socket: Socket) => socket.once("data", () => socket.end())],
    ["breaks off", (socket: Socket) => socket.once("data", () => socket.resetAndDestroy())],
  ])("fails when the server %s", async (_, talk) => {
    const port = await startPlainServer(talk);
    await expect(secureTo(port, trusting)).rejects.toMatchObject(refused("TLS failed"));
  });

  it("ends when it is aborted", async () => {
    const limit = new AbortController();
    const port = await startPlainServer((socket) => socket.once("data", () => limit.abort()));
    await expect(secureTo(port, trusting, "127.0.0.1", limit.signal)).rejects.toThrow();
  });
});
