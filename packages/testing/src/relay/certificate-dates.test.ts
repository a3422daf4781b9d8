import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import type { MailTls } from "../mail/outgoing-mail.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import { prepareMail } from "./mail-host.fixture.ts";
import { startServer } from "./relay.fixture.ts";
import type { SmtpRelayEvent } from "./relay-event.ts";
import { createSmtpRelay } from "./smtp-relay.ts";
import {
  authority,
  certify,
  type Identity,
  refused,
  secure,
  stranger,
  trusting,
} from "./tls.fixture.ts";

const DAY_MS = 86_400_000;

/** Days from now as milliseconds since 1970. */
function day(offset: number): number {
  return Date.now() + offset * DAY_MS;
}

const LONG = { from: -2000, to: 2000 };
const lasting = await certify("Lasting CA", { ca: true, ...LONG });
const old = await certify("mail.example.org", { issuer: lasting, from: -400, to: -40 });
const coming = await certify("mail.example.org", { issuer: lasting, from: 40, to: 400 });
const today = await certify("mail.example.org", { issuer: lasting });

function trustingAt(timeMs: number, changes: Partial<MailTls> = {}): MailTls {
  return { ...trusting, ca: Buffer.from(lasting.cert), timeMs, ...changes };
}

describe("the module's own time", () => {
  it.each([
    ["within the dates of an old certificate", old, -200, undefined],
    ["within the dates of one to come", coming, 200, undefined],
    ["within those of today's", today, 0, undefined],
    ["behind those of today's", today, 31, "CERT_HAS_EXPIRED"],
    ["before those of today's", today, -31, "CERT_NOT_YET_VALID"],
    ["behind an old certificate", old, -39, "CERT_HAS_EXPIRED"],
    ["before an old certificate", old, -401, "CERT_NOT_YET_VALID"],
    ["before one to come", coming, 39, "CERT_NOT_YET_VALID"],
  ])("%s decides, whatever the computer's says", async (_, server, offset, fault) => {
    const tls = trustingAt(day(offset));
    if (fault === undefined) await secure(server, tls);
    else await expect(secure(server, tls)).rejects.toMatchObject(refused(fault));
    await secure(server, { ...tls, ignoreLocalTime: true });
    await secure(server, { ...tls, securityLevel: 0 });
  });

  it("is told in the reason", async () => {
    const timeMs = Date.UTC(1980, 0, 6);
    await expect(secure(today, trustingAt(timeMs))).rejects.toMatchObject(
      refused("CERT_NOT_YET_VALID at 1980-01-06T00:00:00.000Z"),
    );
  });

  it("is compared with every certificate of the chain", async () => {
    const middle = await certify("Sub CA", { issuer: lasting, ca: true, from: -100, to: -50 });
    const below = await certify("mail.example.org", { issuer: middle, ...LONG });
    const chain = { key: below.key, cert: `${below.cert}\n${middle.cert}` };
    await secure(chain, trustingAt(day(-75)));
    await expect(secure(chain, trustingAt(day(-25)))).rejects.toMatchObject(
      refused("CERT_HAS_EXPIRED"),
    );
    const long = await certify("mail.example.org", { issuer: authority, ...LONG });
    const ca = Buffer.from(authority.cert);
    await secure(long, trustingAt(day(0), { ca }));
    await expect(secure(long, trustingAt(day(31), { ca }))).rejects.toMatchObject(
      refused("CERT_HAS_EXPIRED"),
    );
  });

  it("is compared with a CA set that is below another one, as long as both are set", async () => {
    const middle = await certify("Sub CA", { issuer: lasting, ca: true, from: -100, to: -50 });
    const below = await certify("mail.example.org", { issuer: middle, from: -400, to: -40 });
    const ca = Buffer.from(`${middle.cert}\n${lasting.cert}`);
    await secure(below, trustingAt(day(-75), { ca }));
    await expect(secure(below, trustingAt(day(-200), { ca }))).rejects.toMatchObject(
      refused("CERT_NOT_YET_VALID"),
    );
  });

  it("is compared with a certificate that signed itself, though it may sign no others", async () => {
    const own = await certify("pump.local", { from: -400, to: -40, signs: false });
    const ca = Buffer.from(own.cert);
    await secure(own, trustingAt(day(-200), { ca }));
    await expect(secure(own, trustingAt(day(0), { ca }))).rejects.toMatchObject(
      refused("CERT_HAS_EXPIRED"),
    );
  });

  it.each([
    [
      "an unknown issuer",
      () => certify("mail.example.org", { issuer: stranger, from: -400, to: -40 }),
    ],
    [
      "a namesake of the CA",
      async () => {
        const namesake = await certify("Lasting CA", { ca: true, ...LONG });
        return await certify("mail.example.org", { issuer: namesake, from: -400, to: -40 });
      },
    ],
    [
      "an issuer that is no CA",
      async () => {
        const noCa = await certify("No CA", { issuer: lasting, from: -400, to: -40 });
        const forged = await certify("mail.example.org", { issuer: noCa, from: -400, to: -40 });
        return { key: forged.key, cert: `${forged.cert}\n${noCa.cert}` };
      },
    ],
    [
      "a certificate for clients",
      () =>
        certify("mail.example.org", { issuer: lasting, from: -400, to: -40, use: "clientAuth" }),
    ],
    [
      "a CA set that is below another one, which is not set",
      async () => {
        const middle = await certify("Sub CA", { issuer: lasting, ca: true, ...LONG });
        const below = await certify("mail.example.org", { issuer: middle, from: -400, to: -40 });
        return { ...below, trusted: middle.cert };
      },
    ],
    [
      "a server's own certificate set, whose issuer is not",
      async () => ({ ...old, trusted: old.cert }),
    ],
  ] as readonly (readonly [string, () => Promise<Identity & { readonly trusted?: string }>])[])(
    "excuses nothing but dates: %s",
    async (_, make) => {
      const { trusted = lasting.cert, ...server } = await make();
      for (const ignoreLocalTime of [true, false]) {
        const tls = trustingAt(day(-200), { ignoreLocalTime, ca: Buffer.from(trusted) });
        await expect(secure(server, tls)).rejects.toMatchObject(refused("not accepted"));
      }
    },
  );
});

describe("AT+CCLK", () => {
  let module: SimulatedModule;

  afterEach(() => {
    module.dispose();
  });

  /** Sends a mail to a server with a certificate; the module is told of the CA, and what `lines` say. */
  function send(server: Identity, ...lines: readonly string[]): Promise<string> {
    return sendBy({}, server, ...lines);
  }

  /** The same by a module that is made with options. */
  async function sendBy(
    options: SimulatedModuleOptions,
    server: Identity,
    ...lines: readonly string[]
  ): Promise<string> {
    const { port } = await startServer({ secure: true, ...server });
    const events: SmtpRelayEvent[] = [];
    module = createSimulatedModule({
      ...options,
      carrier: createSmtpRelay({ host: "127.0.0.1", onEvent: (event) => events.push(event) }),
    });
    module.files.write("UFS:ca.pem", Buffer.from(lasting.cert));
    const judging = ['AT+QSSLCFG="seclevel",1,1', 'AT+QSSLCFG="cacert",1,"UFS:ca.pem"'];
    const all = ['AT+QSMTPCFG="ssltype",1', ...judging, ...lines, "AT+QSMTPPUT=300"];
    const host = prepareMail(module, port, ...all);
    const output = new EventTarget();
    let told = "";
    host.onOutput((text) => {
      told += text;
      output.dispatchEvent(new Event("output"));
    });
    while (!told.includes("+QSMTPPUT")) await once(output, "output");
    return told.trim();
  }

  /** As `AT+CCLK` takes it, in a zone of as many quarters of an hour. */
  function time(timeMs: number, zone = 0): string {
    const local = new Date(timeMs + zone * 900_000).toISOString();
    const quarters = `${zone < 0 ? "-" : "+"}${String(Math.abs(zone)).padStart(2, "0")}`;
    return `AT+CCLK="${local.slice(2, 10).replaceAll("-", "/")},${local.slice(11, 19)}${quarters}"`;
  }

  const judged = 'AT+QSSLCFG="ignorelocaltime",1,0';

  it("never set stands in 1980, and no certificate is valid then", async () => {
    expect(await send(today, judged)).toBe("+QSMTPPUT: 665,0");
  });

  it.each<[string, SimulatedModuleOptions]>([
    ["an option", { networkTime: true }],
    ["a scenario", { scenario: { networkTime: true } }],
  ])(
    "shows the time of the computer where %s says that the network has told it",
    async (_, options) => {
      const began = Date.now();
      expect(await sendBy(options, today, judged)).toBe("+QSMTPPUT: 0,0");
      const host = new TestHost();
      module.attach(host.farEnd);
      const [, ...figures] =
        /CCLK: "(..).(..).(..),(..):(..):(..)\+00"/.exec(host.ask("AT+CCLK?")) ?? [];
      const [year = Number.NaN, month = 0, ...others] = figures.map(Number);
      const shown = Date.UTC(2000 + year, month - 1, ...others);
      expect(shown).toBeGreaterThan(began - 1000);
      expect(shown).toBeLessThanOrEqual(Date.now());
      module.dispose();
      expect(await sendBy(options, old, judged)).toBe("+QSMTPPUT: 665,0");
    },
  );

  it("does not matter as long as dates are ignored, which is how a module comes", async () => {
    expect(await send(old)).toBe("+QSMTPPUT: 0,0");
  });

  it("makes an old certificate valid, and one of today outdated", async () => {
    expect(await send(old, judged, time(day(-200)))).toBe("+QSMTPPUT: 0,0");
    module.dispose();
    expect(await send(today, judged, time(day(200)))).toBe("+QSMTPPUT: 665,0");
    module.dispose();
    expect(await send(today, judged, time(day(0)))).toBe("+QSMTPPUT: 0,0");
  });

  it("is the time of a place: its zone is taken off", async () => {
    const fresh = await certify("mail.example.org", { issuer: lasting, from: 0, to: 30 });
    const start = day(0);
    // The same figures on the clock, once five hours before the certificate begins.
    expect(await send(fresh, judged, time(start + 3_600_000, -20))).toBe("+QSMTPPUT: 0,0");
    module.dispose();
    expect(await send(fresh, judged, time(start - 3_600_000, 20))).toBe("+QSMTPPUT: 665,0");
  });
});
