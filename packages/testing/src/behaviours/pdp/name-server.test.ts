import { afterEach, describe, expect, it } from "vitest";
import {
  createSimulatedModule,
  SimulatedModule,
  type SimulatedModuleOptions,
} from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule(options);
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
  host.ask("AT+QIACT=1");
  host.ask('AT+QSMTPDST=1,1,"ops@example.org"');
}

afterEach(() => {
  module.dispose();
});

/** What the module says of a name, by `AT+QIDNSGIP` and by a mail to it. */
async function told(name: string): Promise<{ readonly dns: string; readonly mail: string }> {
  const dns = host.ask(`AT+QIDNSGIP=1,"${name}"`).replace("\r\nOK\r\n", "").trim();
  host.ask(`AT+QSMTPCFG="smtpserver","${name}",25`);
  const ordered = host.ask("AT+QSMTPPUT=60");
  await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  return { dns, mail: (ordered + host.take()).replace("\r\nOK\r\n", "").trim() };
}

const unknown = { dns: '+QIURC: "dnsgip",565', mail: "+QSMTPPUT: 653,0" };

describe("a name that the network's DNS does not know", () => {
  const hosts = {
    "Mail.Example.org": ["192.0.2.25", "192.0.2.26"],
    "gone.example.org": [],
  };

  it.each(["other.example.org", "gone.example.org", "constructor", "__proto__"])(
    "has no address, and no mail goes there: %s",
    async (name) => {
      start({ pdp: { hosts } });
      expect(await told(name)).toEqual(unknown);
    },
  );

  it.each(["mail.example.org", "MAIL.example.ORG", "mail.example.org."])(
    "is none that is written otherwise: %s",
    async (name) => {
      start({ pdp: { hosts } });
      const { dns, mail } = await told(name);
      expect(dns).toMatch(/"dnsgip",0,2,\d+\r\n\r\n.*"192\.0\.2\.25"\r\n\r\n.*"192\.0\.2\.26"$/);
      expect(mail).toBe("+QSMTPPUT: 0,0");
    },
  );

  it("is none of the others where * is listed", async () => {
    start({ pdp: { hosts: { ...hosts, "*": ["192.0.2.1"] } } });
    expect(await told("gone.example.org")).toEqual(unknown);
    expect((await told("other.example.org")).dns).toContain('"192.0.2.1"');
  });

  it("is no address", async () => {
    start({ pdp: { hosts: {} } });
    expect((await told("192.0.2.77")).mail).toBe("+QSMTPPUT: 0,0");
    expect(await told("mail.example.org")).toEqual(unknown);
  });
});

it("setHosts changes what the DNS knows while the module runs", async () => {
  start();
  expect((await told("mail.example.org")).mail).toBe("+QSMTPPUT: 0,0");
  module.setHosts({});
  expect(await told("mail.example.org")).toEqual(unknown);
  module.setHosts(undefined);
  expect((await told("mail.example.org")).mail).toBe("+QSMTPPUT: 0,0");
  // @ts-expect-error
  expect(() => module.setHosts({ "mail.example.org": "192.0.2.25" })).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION" }),
  );
});

it("carriers get the addresses of the table, and none without one", async () => {
  const { mailbox } = new SimulatedModule();
  start({ carrier: mailbox, pdp: { hosts: { "mail.example.org": ["127.0.0.1"] } } });
  await told("mail.example.org");
  expect(mailbox.last?.raw.server.addresses).toEqual(["127.0.0.1"]);
  module.setHosts(undefined);
  await told("mail.example.org");
  expect(mailbox.last?.raw.server.addresses).toBeUndefined();
});
