import { request } from "node:http";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ServedTest, serveForTest, TestClient } from "../client.fixture.ts";
import { servedEventTypes } from "../hosting/served-event.ts";
import type { OpenApiDescription } from "./openapi.ts";
import { controlOperations } from "./operations.ts";

let served: ServedTest;
let clients: TestClient[];

beforeEach(async () => {
  clients = [];
  served = await serveForTest({ control: {} });
});

afterEach(async () => {
  for (const client of clients) await client.close();
  await served.close();
});

function control() {
  if (served.control === undefined) throw new Error("no control port");
  return served.control;
}

async function open(port = served.port): Promise<TestClient> {
  const client = await TestClient.open(port);
  clients.push(client);
  await client.ask("ATE0\r");
  return client;
}

interface Answered {
  readonly status: number;
  readonly type: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the test looks at.
  readonly body: any;
}

/** Calls, and judges every answer by the description. */
async function call(method: string, path: string, body?: unknown): Promise<Answered> {
  const { url, token } = control();
  const response = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get("content-type");
  const answered = {
    status: response.status,
    type,
    body: text === "" ? undefined : JSON.parse(text),
  };
  await expectDescribed(method, path, answered);
  return answered;
}

let description: OpenApiDescription | undefined;

async function describeServer(): Promise<OpenApiDescription> {
  const { url, token } = control();
  const response = await fetch(`${url}/openapi.json`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  description ??= (await response.json()) as OpenApiDescription;
  return description;
}

async function expectDescribed(method: string, path: string, answered: Answered): Promise<void> {
  const { paths, components } = (await describeServer()) as OpenApiDescription & {
    readonly components: { readonly schemas: Record<string, object> };
  };
  const plain = path.replace(/\?.*/, "");
  const names = Object.keys(paths).filter((name) =>
    new RegExp(`^${name.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(plain),
  );
  const name = names.sort((one, other) => one.split("{").length - other.split("{").length)[0];
  if (name === undefined) return;
  const operation = paths[name]?.[method.toLowerCase()] as
    | {
        readonly responses: Record<
          string,
          { readonly content?: Record<string, { schema: object }> }
        >;
      }
    | undefined;
  if (operation === undefined) return;
  const response = operation.responses[answered.status] ?? operation.responses.default;
  const schema = response?.content?.[answered.type ?? ""]?.schema;
  if (answered.body === undefined) {
    expect(response?.content).toBeUndefined();
    return;
  }
  expect(schema, `${method} ${path} ${answered.status} ${answered.type}`).toBeDefined();
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const whole = JSON.parse(
    JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll(
      "#/components/schemas/",
      "#/$defs/",
    ),
  ) as object;
  const isValid = ajv.validate(whole, answered.body);
  expect(ajv.errorsText(), `${method} ${path}`).toBe("No errors");
  expect(isValid).toBe(true);
}

describe("the description of the control port", () => {
  it("is one of OpenAPI 3.1, by a library that we did not write", async () => {
    const result = await new Validator().validate(await describeServer());
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
  });

  it("has every operation once, by its name", async () => {
    const { paths } = await describeServer();
    const names = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((one) => (one as { readonly operationId: string }).operationId),
    );
    expect(names.toSorted()).toEqual(controlOperations.map(({ name }) => name).toSorted());
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("who may call the control port", () => {
  /** A call with headers that fetch does not let a program set. */
  function raw(path: string, headers: Record<string, string>, method = "GET"): Promise<number> {
    const { url } = control();
    return new Promise((resolve, reject) => {
      const sent = request(url + path, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.once("error", reject);
      sent.end();
    });
  }

  const bearer = () => ({ Authorization: `Bearer ${control().token}` });

  it("wants the token for everything, the description too", async () => {
    for (const path of ["/modules", "/openapi.json", "/events/stream", "/nowhere"]) {
      expect(await raw(path, {})).toBe(401);
      expect(await raw(path, { Authorization: "Bearer wrong" })).toBe(401);
      expect(await raw(path, { Authorization: `Basic ${control().token}` })).toBe(401);
    }
    expect(await raw("/modules", bearer())).toBe(200);
  });

  it("refuses a name that was made to mean this computer", async () => {
    const { port } = new URL(control().url);
    expect(await raw("/modules", { ...bearer(), Host: `evil.test:${port}` })).toBe(403);
    expect(await raw("/modules", { ...bearer(), Host: "127.0.0.1" })).toBe(403);
    expect(await raw("/modules", { ...bearer(), Host: `localhost:${port}` })).toBe(200);
  });

  it.each([
    [{ Origin: "https://evil.test" }],
    [{ Origin: "null" }],
    [{ "Sec-Fetch-Site": "cross-site" }],
    [{ "Sec-Fetch-Site": "same-origin" }],
  ])("refuses a web page: %j", async (header) => {
    expect(await raw("/modules", { ...bearer(), ...header })).toBe(403);
    expect(await raw("/modules", { ...bearer(), ...header }, "OPTIONS")).toBe(403);
  });

  it("says nothing that lets a page read an answer", async () => {
    const response = await fetch(`${control().url}/modules`, { headers: bearer() });
    const names = [...response.headers.keys()].filter((name) => name.startsWith("access-control"));
    expect(names).toEqual([]);
    await response.body?.cancel();
  });

  it("takes no body beyond its limit", async () => {
    const content = "A".repeat(5_000_000);
    const answered = await call("POST", "/modules", { content });
    expect(answered).toMatchObject({ status: 413, body: { code: "BODY_TOO_LARGE" } });
  });
});

describe("what the control port does", () => {
  it("injects, lists and takes back faults", async () => {
    const client = await open();
    const injected = await call("POST", "/modules/1/faults", {
      do: "error",
      on: "AT+CSQ",
      error: 50,
      times: 2,
    });
    expect(injected).toMatchObject({ status: 201, body: { id: "1" } });
    expect(await client.ask("AT+CSQ\r")).toContain("ERROR");
    expect((await call("GET", "/modules/1/faults")).body.faults).toHaveLength(1);
    expect((await call("DELETE", "/modules/1/faults/1")).status).toBe(204);
    expect(await client.ask("AT+CSQ\r")).toContain("+CSQ: ");
    expect((await call("DELETE", "/modules/1/faults/1")).status).toBe(404);
  });

  it("says everything that is wrong with a request", async () => {
    await open();
    const answered = await call("POST", "/modules/1/faults", {
      do: "late-reply",
      delayMs: "x",
      onn: 1,
    });
    expect(answered).toMatchObject({
      status: 400,
      type: "application/problem+json",
      body: {
        type: "urn:qsmtp:problem:invalid-request",
        code: "INVALID_REQUEST",
        problems: expect.arrayContaining([
          expect.objectContaining({ path: "onn" }),
          expect.objectContaining({ path: "delayMs" }),
        ]),
      },
    });
    const strange = await call("POST", "/modules/1/faults", { do: "nosuch" });
    expect(strange.body.detail).toContain("nosuch");
  });

  it("tells of what is not there, and how it may be used", async () => {
    expect(await call("GET", "/nowhere")).toMatchObject({
      status: 404,
      body: { code: "NOT_FOUND" },
    });
    expect(await call("GET", "/modules/7")).toMatchObject({ status: 404 });
    expect(await call("PATCH", "/modules")).toMatchObject({
      status: 405,
      body: { detail: expect.stringContaining("GET, POST") },
    });
  });

  it("changes signal, registration, SIM and contexts", async () => {
    const client = await open();
    await client.ask("AT+CREG=1;+QIACT=1\r");
    await call("POST", "/modules/1/state", {
      signal: { rssi: 3 },
      registration: { network: 5 },
      context: { contextId: 1, do: "deactivate" },
    });
    const told = await client.ask("AT+CSQ\r");
    expect(told).toContain("+CREG: 5");
    expect(told).toContain('+QIURC: "pdpdeact",1');
    expect(told).toContain("+CSQ: 3,99");
    await call("POST", "/modules/1/state", { sim: "absent" });
    expect(await client.ask("AT+CPIN?\r")).toContain("ERROR");
  });

  it("takes registration in words, and the names that the DNS knows", async () => {
    const client = await open();
    await client.ask("AT+CREG=1;+QIACT=1\r");
    await call("POST", "/modules/1/state", {
      registration: { network: "roaming" },
      hosts: { "mail.plant.test": ["192.0.2.1"] },
    });
    await client.ask("", /\+CREG: 5\r\n/);
    await client.ask('AT+QIDNSGIP=1,"mail.plant.test"\r', /"192\.0\.2\.1"\r\n/);
    await client.ask('AT+QIDNSGIP=1,"other.plant.test"\r', /"dnsgip",[1-9]\d*\r\n/);
    await call("POST", "/modules/1/state", { registration: "denied", hosts: "all" });
    await client.ask("", /\+CREG: 3\r\n/);
    await client.ask('AT+QIDNSGIP=1,"other.plant.test"\r', /"dnsgip","[\d.]+"\r\n/);
  });

  it("changes nothing where one of the changes is refused", async () => {
    const client = await open();
    const before = await client.ask("AT+CSQ\r");
    for (const wrong of [
      { registration: { network: 99 } },
      { registration: "nowhere" },
      { hosts: { "mail.plant.test": "192.0.2.1" } },
    ]) {
      const refused = await call("POST", "/modules/1/state", { signal: { rssi: 3 }, ...wrong });
      expect(refused).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
      expect(refused.body.problems[0].path).toContain(Object.keys(wrong)[0]);
    }
    expect(await client.ask("AT+CSQ\r")).toBe(before);
  });

  it.each([
    ["/wait", { command: "AT", event: "mail", timeoutMs: 0 }, "event"],
    ["/wait", { event: "mial", timeoutMs: 0 }, "event"],
    ["/handlers", { on: "AT+X", result: "silence", lines: ["+X: 1"] }, "lines"],
    ["/handlers", { on: "AT+X", result: "silence", urcs: ["+X: 1"] }, "urcs"],
    ["/handlers", { on: "AT+X", error: 3 }, "error"],
  ])("refuses at %s what contradicts itself: %j", async (path, body, where) => {
    await open();
    const refused = await call("POST", `/modules/1${path}`, body);
    expect(refused).toMatchObject({ status: 400, body: { problems: [{ path: where }] } });
  });

  it("prints unsolicited lines behind an error too", async () => {
    const client = await open();
    const handler = { on: "AT+X", result: "error", lines: ["+X: 1"], urcs: ["+X: late"] };
    await call("POST", "/modules/1/handlers", handler);
    const pattern = /^\r\n\+X: 1\r\n\r\nERROR\r\n\r\n\+X: late\r\n/;
    await client.ask("AT+X\r", pattern);
  });

  it("prints lines, lets messages come, restarts and switches off", async () => {
    const client = await open();
    await call("POST", "/modules/1/urcs", { line: "RING" });
    await client.ask("", /RING\r\n/);
    await call("POST", "/modules/1/restart", { lines: ["RDY"] });
    await client.ask("", /RDY\r\n/);
    await call("POST", "/modules/1/power-off", { lines: ["POWERED DOWN"] });
    await client.ask("", /POWERED DOWN\r\n/);
    expect((await call("GET", "/modules/1")).body).toMatchObject({ powered: false, connection: 1 });
    await call("POST", "/modules/1/restart");
    await client.ask("", /RDY\r\n/);
  });

  it("answers commands that the schema lacks", async () => {
    const client = await open();
    await call("POST", "/modules/1/handlers", {
      on: "AT+QNTP",
      lines: ["+QNTP: now"],
      urcs: ["+QNTP: 0"],
      once: true,
    });
    expect(await client.ask("AT+QNTP=1\r")).toBe("\r\n+QNTP: now\r\n\r\nOK\r\n");
    await client.ask("", /\+QNTP: 0\r\n/);
    expect(await client.ask("AT+QNTP=1\r")).toContain("ERROR");
    const failing = await call("POST", "/modules/1/handlers", { on: "AT+CSQ", result: "error" });
    expect(await client.ask("AT+CSQ\r")).toContain("ERROR");
    await call("DELETE", `/modules/1/handlers/${failing.body.id}`);
    expect(await client.ask("AT+CSQ\r")).toContain("+CSQ:");
  });

  it("reads and writes files", async () => {
    const client = await open();
    const content = Buffer.from("hello").toString("base64");
    expect((await call("PUT", "/modules/1/files/UFS:a%20b.txt", { content })).status).toBe(204);
    expect(await client.ask('AT+QFLST="*"\r')).toContain('"UFS:a b.txt",5');
    expect((await call("GET", "/modules/1/files")).body.files).toEqual([
      { name: "UFS:a b.txt", bytes: 5 },
    ]);
    expect((await call("GET", "/modules/1/files/UFS:a%20b.txt")).body).toMatchObject({ content });
    expect((await call("DELETE", "/modules/1/files/UFS:a%20b.txt")).status).toBe(204);
    expect((await call("GET", "/modules/1/files/UFS:a%20b.txt")).status).toBe(404);
    expect((await call("PUT", "/modules/1/files/a.txt", { content: "?" })).status).toBe(400);
  });

  it("waits for commands that have come and that come later, and says what went over the line if not", async () => {
    const client = await open();
    const again = call("POST", "/modules/1/wait", { command: "AT+CSQ", nth: 2 });
    await client.ask("AT+CSQ\r");
    const first = await call("POST", "/modules/1/wait", { command: "AT+CSQ", timeoutMs: 0 });
    expect(first).toMatchObject({ status: 200, body: { type: "command", line: "AT+CSQ" } });
    const name = first.body.operation as string;
    const second = call("POST", "/modules/1/wait", { command: name, after: first.body.seq });
    await client.ask("AT+CSQ\r");
    expect((await second).body.seq).toBeGreaterThan(first.body.seq);
    expect((await again).body).toEqual((await second).body);
    const missed = await call("POST", "/modules/1/wait", {
      event: "mail",
      where: { subject: "Level" },
      timeoutMs: 1,
    });
    expect(missed).toMatchObject({
      status: 409,
      body: { code: "NOT_AS_EXPECTED", conversation: expect.stringContaining("> AT+CSQ") },
    });
  });

  it("verifies that nothing that was prepared is left", async () => {
    const client = await open();
    expect((await call("POST", "/modules/1/verify")).status).toBe(204);
    await call("POST", "/modules/1/faults", { do: "error", on: "AT+CSQ" });
    const failed = await call("POST", "/modules/1/verify");
    expect(failed).toMatchObject({ status: 409, body: { code: "NOT_AS_EXPECTED" } });
    expect(failed.body.detail).toContain("AT+CSQ");
    await client.ask("AT+CSQ\r");
    expect((await call("POST", "/modules/1/verify")).status).toBe(204);
  });

  it("makes a module for a test, with a port of its own that outlives connections", async () => {
    const made = await call("POST", "/modules", { options: { sim: { state: "absent" } } });
    expect(made).toMatchObject({ status: 201, body: { origin: "control", rfc2217: false } });
    const first = await open(made.body.port);
    expect(await first.ask("AT+CPIN?\r")).toContain("ERROR");
    await call("POST", `/modules/${made.body.id}/state`, { signal: { rssi: 7 } });
    await first.close();
    const second = await open(made.body.port);
    expect(await second.ask("AT+CSQ\r")).toContain("+CSQ: 7,");
    const other = await open();
    expect(await other.ask("AT+CPIN?\r")).toContain("READY");
    await call("POST", `/modules/${made.body.id}/unplug`);
    await second.closed();
    expect((await call("DELETE", `/modules/${made.body.id}`)).status).toBe(204);
    expect((await call("GET", `/modules/${made.body.id}`)).status).toBe(404);
    expect(await other.ask("AT\r")).toContain("OK");
    const wrong = await call("POST", "/modules", { options: { sim: { state: "abscent" } } });
    expect(wrong.body.problems).toMatchObject([{ path: "options.sim.state" }]);
  });

  it("makes a module in the situation of a scenario, again and again", async () => {
    const scenario = {
      signal: { rssi: 9 },
      files: [{ name: "UFS:ca.pem", text: "abc" }],
      faults: [{ do: "error", on: "CIMI" }],
    };
    const made = await call("POST", "/modules", { options: { scenario } });
    expect(made.status).toBe(201);
    const client = await open(made.body.port);
    for (let round = 1; round <= 2; round++) {
      expect(await client.ask("AT+CSQ\r")).toContain("+CSQ: 9,");
      expect(await client.ask('AT+QFLST="*"\r')).toContain('"UFS:ca.pem",3');
      expect(await client.ask("AT+CIMI\r")).toContain("ERROR");
      expect(await client.ask("AT+CIMI\r")).toContain("OK");
      await call("POST", `/modules/${made.body.id}/reset`);
      await client.ask("ATE0\r");
    }
    const faults = [{ do: "drop-ucr" }];
    const wrong = await call("POST", "/modules", { options: { scenario: { faults } } });
    expect(wrong).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
    expect(wrong.body.problems).toMatchObject([{ path: "options.scenario.faults[0].do" }]);
    const files = [{ name: "X:?", text: "" }];
    const unusable = await call("POST", "/modules", { options: { scenario: { files } } });
    expect(unusable).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
  });

  it("lets what a request says win over the options of the server", async () => {
    await served.close();
    const module = { sim: { state: "absent", pin: "1234" }, model: "EC21", seed: 7 } as const;
    served = await serveForTest({ control: {}, module });
    const scenario = { sim: { state: "ready" }, model: "BG96" };
    const made = await call("POST", "/modules", { options: { scenario } });
    const client = await open(made.body.port);
    const expectScenario = async (): Promise<void> => {
      expect(await client.ask("AT+CPIN?\r")).toContain("+CPIN: READY");
      expect(await client.ask("AT+CGMM\r")).toContain("BG96");
    };
    await expectScenario();
    await call("POST", `/modules/${made.body.id}/reset`, { options: { sim: { state: "absent" } } });
    await client.ask("ATE0\r");
    expect(await client.ask("AT+CPIN?\r")).toContain("ERROR");
    expect(await client.ask("AT+CGMM\r")).toContain("EC21");
    await call("POST", `/modules/${made.body.id}/reset`, { options: { scenario } });
    await client.ask("ATE0\r");
    await expectScenario();
  });

  it("refuses to say how mails are answered that go to a server", async () => {
    const carrier = { deliver: async () => ({ error: 0, protocolError: 0 }) };
    const scenario = { server: [{ mail: 1, error: 677 }] };
    const createCarrier = () => carrier;
    await expect(serveForTest({ createCarrier, module: { scenario } })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      problems: [{ path: "scenario.server" }],
    });
    await served.close();
    served = await serveForTest({ control: {}, createCarrier });
    await open();
    const wrong = { status: 400, body: { code: "INVALID_REQUEST" } };
    expect(await call("POST", "/modules", { options: { scenario } })).toMatchObject(wrong);
    expect(await call("POST", "/modules/1/reset", { options: { scenario } })).toMatchObject(wrong);
    const answers = await call("POST", "/modules/1/mail-responses", { responses: [{}] });
    expect(answers).toMatchObject({ ...wrong, body: { detail: expect.stringContaining("relay") } });
  });

  it("makes a module anew on its connection", async () => {
    const client = await open();
    await client.ask('AT+QSMTPCFG="account","pump7","geheim"\r');
    const settings = await call("GET", "/modules/1/settings");
    expect(settings.body.smtp).toMatchObject({ username: "pump7", password: "***" });
    await call("POST", "/modules/1/reset");
    expect(await client.ask("AT\r")).toBe("AT\r\r\nOK\r\n");
    expect((await call("GET", "/modules/1/settings")).body.smtp).toMatchObject({ username: "" });
    expect((await call("GET", "/modules/1/transcript")).body.transcript).not.toContain("pump7");
  });

  it("leaves a module as it was where the options of a reset are refused", async () => {
    const client = await open();
    await client.ask('AT+QSMTPCFG="account","pump7","geheim"\r');
    await call("POST", "/modules/1/faults", { do: "error", on: "CSQ" });
    for (const options of [
      { baudRate: -1 },
      { scenario: { files: [{ name: "X:?", text: "" }] } },
    ]) {
      const refused = await call("POST", "/modules/1/reset", { options });
      expect(refused).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
    }
    expect((await call("GET", "/modules/1/settings")).body.smtp.username).toBe("pump7");
    expect((await call("GET", "/modules/1/faults")).body.faults).toHaveLength(1);
    expect(await client.ask("AT+CSQ\r")).toContain("ERROR");
    expect(await client.ask("AT\r")).toContain("OK");
    expect(served.events.some(({ type }) => type === "reset")).toBe(false);
    await call("POST", "/modules/1/reset");
    expect(await client.ask("AT\r")).toContain("OK");
  });

  it("takes a mail that a scenario's own commands send", async () => {
    const commands = [
      "AT+QIACT=1",
      'AT+QSMTPCFG="sender","Pump 7","pump7@plant.test"',
      'AT+QSMTPCFG="smtpserver","mail.plant.test",25',
      'AT+QSMTPDST=1,1,"a@plant.test"',
      'AT+QSMTPSUB=0,"Level"',
      "AT+QSMTPPUT=60",
    ];
    const made = await call("POST", "/modules", { options: { scenario: { commands } } });
    expect(made.status).toBe(201);
    const found = { event: "mail", where: { error: 0, subject: "Level" } };
    expect((await call("POST", `/modules/${made.body.id}/wait`, found)).status).toBe(200);
    await call("POST", `/modules/${made.body.id}/reset`);
    expect((await call("POST", `/modules/${made.body.id}/wait`, found)).status).toBe(200);
  });

  it("does not wait for what was before a reset", async () => {
    const client = await open();
    await client.ask("AT+CIMI\r");
    await call("POST", "/modules/1/reset");
    const before = { command: "AT+CIMI", timeoutMs: 0 };
    expect(await call("POST", "/modules/1/wait", before)).toMatchObject({ status: 409 });
    expect(await call("POST", "/modules/1/wait", { ...before, after: 0 })).toMatchObject({
      status: 409,
    });
    await client.ask("AT+CIMI\r");
    expect((await call("POST", "/modules/1/wait", before)).status).toBe(200);
  });

  it("answers mails as a test says, and keeps those of connections that are gone", async () => {
    const client = await open();
    await call("POST", "/modules/1/mail-responses", {
      responses: [{ error: 677, protocolError: 535 }],
    });
    await prepareMail(client);
    await client.ask("AT+QSMTPPUT=60\r", /\+QSMTPPUT: 677,535\r\n/);
    await client.ask("AT+QSMTPPUT=60\r", /\+QSMTPPUT: 0,0\r\n/);
    await client.close();
    await served.event(({ type }) => type === "ended");
    const { body } = await call("GET", "/mails");
    expect(body.mails).toMatchObject([
      { module: "1", error: 677, protocolError: 535, subject: "Level" },
      { module: "1", error: 0, to: ["a@plant.test"] },
    ]);
    expect((await call("GET", "/modules/1/mails")).body).toEqual(body);
    expect(await call("POST", "/modules/1/urcs", { line: "RING" })).toMatchObject({
      status: 410,
      body: { code: "MODULE_ENDED" },
    });
  });

  it("streams events from a number on", async () => {
    const client = await open();
    await client.ask("AT+CSQ\r");
    const listed = (await call("GET", "/events")).body.events;
    expect(listed.map(({ seq }: { seq: number }) => seq)).toEqual(
      listed.map((_: unknown, at: number) => at + 1),
    );
    expect((await call("GET", `/modules/1/events?after=${listed.length - 1}`)).body.events).toEqual(
      listed.slice(-1),
    );
    const { url, token } = control();
    const response = await fetch(`${url}/events/stream?after=${listed.length}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    await call("POST", "/modules/1/urcs", { line: "RING" });
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      if (text.includes("RING")) break;
    }
    const event = JSON.parse(text.slice(0, text.indexOf("\n")));
    expect(event).toMatchObject({ seq: listed.length + 1, type: "urc", line: "RING", module: "1" });
    expect(servedEventTypes).toContain(event.type);
  });
});

describe("lines of control", () => {
  it("do the same as calls over HTTP, each answered by its id", async () => {
    const client = await open();
    const line = (request: object) => served.runLine(JSON.stringify(request));
    expect(
      await line({
        id: 1,
        do: "injectFault",
        module: "1",
        body: { do: "error", on: "AT+CSQ" },
      }),
    ).toEqual({ type: "answer", id: 1, ok: true, result: { id: "1" } });
    expect(await client.ask("AT+CSQ\r")).toContain("ERROR");
    expect(await line({ id: "x", do: "verify", module: "1" })).toMatchObject({ id: "x", ok: true });
    expect(await line({ id: 2, do: "verify", module: "9" })).toMatchObject({
      id: 2,
      ok: false,
      problem: { code: "NOT_FOUND" },
    });
    expect(await line({ do: "nosuch" })).toMatchObject({
      id: null,
      problem: { code: "NOT_FOUND" },
    });
    expect(await line({ do: "verify" })).toMatchObject({ problem: { code: "INVALID_REQUEST" } });
    expect(await line({ do: "verify", module: "1", mod: 1 })).toMatchObject({ ok: false });
    expect(await served.runLine("no JSON")).toMatchObject({
      problem: { code: "INVALID_REQUEST" },
    });
  });
});

async function prepareMail(client: TestClient): Promise<void> {
  await client.ask("AT+QIACT=1\r");
  await client.ask('AT+QSMTPCFG="sender","Pump 7","pump7@plant.test"\r');
  await client.ask('AT+QSMTPCFG="smtpserver","mail.plant.test",25\r');
  await client.ask('AT+QSMTPDST=1,1,"a@plant.test"\r');
  await client.ask('AT+QSMTPSUB=0,"Level"\r');
  await client.ask("AT+QSMTPBODY=0,5\r", /CONNECT\r\n/);
  await client.ask("hello");
}
