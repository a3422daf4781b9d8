import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type ServedTest, serveForTest, TestClient } from "./client.fixture.ts";
import type { ServeOptions } from "./serve-modules.ts";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(options?: ServeOptions): Promise<ServedTest> {
  const served = await serveForTest(options);
  closing.push(() => served.close());
  return served;
}

async function open({ port }: { readonly port: number }): Promise<TestClient> {
  const client = await TestClient.open(port);
  closing.push(() => client.close());
  return client;
}

const accountCommand = 'AT+QSMTPCFG="account","pump7","geheim"\r';

describe("modules served to connections", () => {
  it("gives each connection a module of its own, at the same time", async () => {
    const served = await serve();
    const [one, other] = [await open(served), await open(served)];
    await one.ask("ATE0\r");
    await other.ask("ATE0\r");
    expect(await one.ask(accountCommand)).toContain("OK");
    expect(await other.ask('AT+QSMTPCFG="account"\r')).toContain('"account","",""');
    expect(await one.ask('AT+QSMTPCFG="account"\r')).toContain('"account","pump7","geheim"');
  });

  it("leaves nothing of a connection for the next: account, draft, file, half a line", async () => {
    const served = await serve();
    const first = await open(served);
    await first.ask("ATE0\r");
    await first.ask(accountCommand);
    await first.ask('AT+QSMTPDST=1,1,"a@plant.test"\r');
    await first.ask('AT+QFUPL="a.txt",5\r', /CONNECT\r\n/);
    await first.ask("hello", /OK\r\n/);
    first.socket.write("AT+QSMTP");
    await first.close();
    await served.event(({ type }) => type === "ended");
    const next = await open(served);
    expect(await next.ask("ATE0\r")).toBe("ATE0\r\r\nOK\r\n");
    expect(await next.ask('AT+QSMTPCFG="account"\r')).toContain('"account","",""');
    expect(await next.ask("AT+QSMTPDST?\r")).toBe("\r\nOK\r\n");
    expect(await next.ask('AT+QFLST="*"\r')).toBe("\r\nOK\r\n");
  });

  it("keeps a shared module's state, and drops half a line and open data of the one before", async () => {
    const served = await serve({ shared: true });
    const first = await open(served);
    await first.ask("ATE0\r");
    await first.ask(accountCommand);
    await first.ask('AT+QFUPL="a.txt",5\r', /CONNECT\r\n/);
    first.socket.write("he");
    await served.event((event) => event.type === "state" && event.what === "dataMode");
    await first.close();
    await served.event(({ type }) => type === "disconnected");
    const second = await open(served);
    expect(await second.ask('AT+QSMTPCFG="account"\r')).toContain('"account","pump7","geheim"');
    second.socket.write("AT+QSMTP");
    await second.close();
    const third = await open(served);
    expect(await third.ask("AT\r")).toBe("\r\nOK\r\n");
  });

  it("refuses a second connection to a shared module that is in use", async () => {
    const served = await serve({ shared: true });
    const first = await open(served);
    await first.ask("AT\r");
    const second = await open(served);
    await second.closed();
    expect(await served.event(({ type }) => type === "refused")).toMatchObject({ reason: "busy" });
    expect(await first.ask("AT\r")).toContain("OK");
  });

  it("lets nobody keep a shared module who never says anything", async () => {
    const served = await serve({ shared: true });
    const silent = await open(served);
    const second = await open(served);
    expect(await second.ask("AT\r")).toContain("OK");
    await silent.closed();
    expect(served.events).toContainEqual(expect.objectContaining({ reason: "silent" }));
  });

  it("takes the place of a silent connection when there are as many as may be", async () => {
    const served = await serve({ maxConnections: 2 });
    const silent = await open(served);
    const talking = await open(served);
    await talking.ask("AT\r");
    const third = await open(served);
    expect(await third.ask("AT\r")).toContain("OK");
    await silent.closed();
    const fourth = await open(served);
    await fourth.closed();
    expect(await served.event(({ type }) => type === "refused")).toMatchObject({
      module: null,
      reason: "too-many",
    });
    expect(await talking.ask("AT\r")).toContain("OK");
  });

  it.each([
    ["GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
    ["POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nAT+CFUN=0\r"],
    ["ATE0 / HTTP/1.1\r\n\r\nAT+CFUN=0\r"],
    ["\x16\x03\x01\x02\x00\x01\x00"],
  ])("closes a connection that begins with %j, and does nothing of it", async (request) => {
    const served = await serve();
    const browser = await open(served);
    browser.socket.write(request, "latin1");
    await browser.closed();
    expect(await served.event(({ type }) => type === "disconnected")).toMatchObject({
      reason: "not-at-commands",
    });
    expect(served.events.filter(({ type }) => type === "command")).toEqual([]);
  });

  it("closes the connection of a client that does not read, and of no other", async () => {
    const served = await serve();
    const other = await open(served);
    const deaf = connect(served.port, "127.0.0.1");
    closing.push(async () => deaf.destroy());
    deaf.on("error", () => {});
    deaf.pause();
    let isClosed = false;
    deaf.once("close", () => {
      isClosed = true;
    });
    const ended = served.event((event) => event.type === "disconnected");
    // An echo for each byte, that nobody takes.
    const flood = Buffer.alloc(65_536, "A");
    const pour = (): void => {
      while (!isClosed && deaf.write(flood));
      if (!isClosed) deaf.once("drain", pour);
    };
    pour();
    expect(await ended).toMatchObject({ reason: "not-read" });
    expect(await other.ask("AT\r")).toContain("OK");
  });

  it("holds a client back that sends more than a busy module takes", async () => {
    const served = await serve();
    const client = await open(served);
    await client.ask("ATE0\r");
    // 9600 bit/s: a module of its own would need hours for what is offered.
    const { port } = await serve({ module: { baudRate: 9600 } });
    const eager = connect(port, "127.0.0.1");
    closing.push(async () => eager.destroy());
    eager.on("error", () => {});
    const chunk = Buffer.alloc(1_048_576, "A");
    let taken = 0;
    const offer = (): void => {
      while (taken < 64 && eager.write(chunk, () => (taken += 1)));
      eager.once("drain", offer);
    };
    offer();
    // Another connection's answer shows that the server has had its turns.
    for (let turn = 0; turn < 50; turn++) await client.ask("AT\r");
    expect(taken).toBeLessThan(32);
  });

  it("reports commands decoded, replies, data and whole mails, secrets masked", async () => {
    const served = await serve();
    const client = await open(served);
    await client.ask("ATE0\r");
    await sendMail(client);
    const mail = await served.event(({ type }) => type === "mail");
    expect(mail).toMatchObject({
      connection: 1,
      module: "1",
      error: 0,
      from: { name: "Pump 7", address: "pump7@plant.test" },
      to: ["a@plant.test"],
      cc: ["c@plant.test"],
      bcc: ["b@plant.test"],
      subject: "Level",
      body: "hello",
      bodyContent: Buffer.from("hello").toString("base64"),
      attachments: [{ name: "a.txt", bytes: 3, content: Buffer.from("abc").toString("base64") }],
      account: { user: "pump7", pass: "***" },
    });
    expect(served.events).toContainEqual(
      expect.objectContaining({
        type: "command",
        operation: "addRecipient",
        input: expect.objectContaining({ address: "c@plant.test" }),
      }),
    );
    expect(served.events).toContainEqual(
      expect.objectContaining({ type: "data", direction: "received", byteCount: 5 }),
    );
    expect(JSON.stringify(served.events)).not.toContain("geheim");
    expect(served.events.map(({ seq }) => seq)).toEqual(served.events.map((_, at) => at + 1));
  });

  it("shows secrets where that was asked for", async () => {
    const served = await serve({ showSecrets: true });
    const client = await open(served);
    await client.ask("ATE0\r");
    await sendMail(client);
    expect(await served.event(({ type }) => type === "mail")).toMatchObject({
      account: { user: "pump7", pass: "geheim" },
    });
    expect(served.events).toContainEqual(
      expect.objectContaining({ type: "command", raw: accountCommand.trim() }),
    );
  });

  it("refuses addresses beyond this computer unless they are allowed", async () => {
    await expect(serve({ tcp: { host: "0.0.0.0" } })).rejects.toMatchObject({
      code: "NOT_LOOPBACK",
    });
    await expect(serve({ control: { host: "0.0.0.0" } })).rejects.toMatchObject({
      code: "NOT_LOOPBACK",
    });
    const served = await serve({ tcp: { host: "0.0.0.0" }, allowRemote: true });
    expect(await (await open(served)).ask("AT\r")).toContain("OK");
  });

  it("tells of options that cannot work before anything listens", async () => {
    await expect(serve({ module: { baudRate: -1 } })).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });
});

async function sendMail(client: TestClient): Promise<void> {
  await client.ask("AT+QIACT=1\r");
  await client.ask(accountCommand);
  await client.ask('AT+QSMTPCFG="sender","Pump 7","pump7@plant.test"\r');
  await client.ask('AT+QSMTPCFG="smtpserver","mail.plant.test",25\r');
  await client.ask('AT+QSMTPDST=1,1,"a@plant.test"\r');
  await client.ask('AT+QSMTPDST=1,2,"c@plant.test"\r');
  await client.ask('AT+QSMTPDST=1,3,"b@plant.test"\r');
  await client.ask('AT+QSMTPSUB=0,"Level"\r');
  await client.ask("AT+QSMTPBODY=0,5\r", /CONNECT\r\n/);
  await client.ask("hello");
  await client.ask('AT+QFUPL="a.txt",3\r', /CONNECT\r\n/);
  await client.ask("abc");
  await client.ask('AT+QSMTPATT=1,1,"a.txt"\r');
  await client.ask("AT+QSMTPPUT=60\r", /\+QSMTPPUT: \d+,\d+\r\n/);
}
