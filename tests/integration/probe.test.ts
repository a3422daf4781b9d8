import { openModule, type QsmtpModule } from "@qsmtp/client";
import { type ProbeProgress, type ProbeReport, probeModule } from "@qsmtp/client/probe";
import type { OperationDescriptor } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import {
  testAttachments,
  testSendMail,
  testSmtpConfig,
  testSslConfig,
} from "@qsmtp/protocol/commands";
import { families, findModel, type ModelId } from "@qsmtp/protocol/families";
import {
  createSimulatedLine,
  delayed,
  fail,
  globalClock,
  replyLines,
  silence,
} from "@qsmtp/testing";
import { expect, test } from "vitest";
import { close, open } from "./simulated-session.ts";
import { begin, settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

const tests = allOperations.filter(({ form }) => form === "test");

async function probe(
  host: QsmtpModule,
  options: Parameters<typeof probeModule>[1] = {},
): Promise<ProbeReport> {
  const report = await settle(probeModule(host, options));
  if (report instanceof Error) throw report;
  return report;
}

/** The lines that the schema has for a test form, with the command's prefix. */
function linesOf({ at, supports = [] }: OperationDescriptor): string[] {
  return supports.map((line) => `${at}: ${line}`);
}

test("the simulated module differs from the schema in nothing", async () => {
  const session = await open();
  const before = session.module.received.length;
  const report = await probe(session.host);
  expect(report.findings).toEqual([]);
  expect(report.identity).toEqual({
    model: "EC25",
    revision: "EC25EFAR06A17M4G",
    firmware: "EC25EFAR06A17M4G_20.200.20.200",
    family: "EC2x",
  });
  expect(report.answers.map(({ operation }) => operation)).toEqual(tests.map(({ name }) => name));
  const sent = session.module.received.slice(before).map(({ line }) => line);
  const others = sent.filter((line) => !line.endsWith("=?") && line !== "AT+CMEE?");
  expect(others).toEqual(["ATI", "AT+QGMR"]);
  await close(session);
});

test("firmware 30.203 of an EG25-G is known to have one setting more and one less", async () => {
  const revision = "EG25GGBR07A08M2G_30.203.30.203";
  const session = await open({}, { identity: { model: "EG25", revision } });
  session.module.on(testSmtpConfig, () =>
    replyLines(...linesOf(testSmtpConfig), '+QSMTPCFG: "bodyoriginal",(0,1)'),
  );
  session.module.on(testSslConfig, () =>
    replyLines(...linesOf(testSslConfig).filter((line) => !line.includes("ignoreprivkey"))),
  );
  const { findings, capabilities } = await probe(session.host);
  expect(findings.map(({ path, kind, explainedBy }) => [path, kind, explainedBy])).toEqual([
    ["operations/setSmtpBodyOriginal", "extra", "body-original"],
    ["operations/setSslIgnorePrivateKey", "missing", "ssl-ignore-private-key"],
  ]);
  expect(capabilities.operations).toMatchObject({
    setSmtpBodyOriginal: true,
    setSslIgnorePrivateKey: false,
  });
  await close(session);
});

test("older suites with a stray blank are no difference, another SSL version is one", async () => {
  const session = await open();
  const lineOf = (key: string): string =>
    linesOf(testSslConfig).find((line) => line.includes(key)) ?? "";
  const known = lineOf('"sslversion"');
  const [schema = "", last = ""] = /\(0-(\d+)\)$/.exec(known) ?? [];
  const device = `(0-${Number(last) + 1})`;
  const wider = known.slice(0, -schema.length) + device;
  session.module.on(testSslConfig, () =>
    replyLines(
      ...linesOf(testSslConfig).map((line) =>
        line
          .replace(known, wider)
          .replace("0X0005,0X000A", "0X0005,0X0004,0X000A")
          .replace("0XC005,0XC008", "0XC005, 0XC007,0XC008"),
      ),
    ),
  );
  const { findings } = await probe(session.host, { groups: ["ssl"] });
  expect(findings).toEqual([
    expect.objectContaining({
      command: "+QSSLCFG",
      path: "params/version/values",
      kind: "wider",
      schema,
      device,
      line: wider,
      what: "values",
      explainedBy: null,
    }),
  ]);
  await close(session);
});

test("a form that is refused, slow or never answered does not end the probe", async () => {
  const session = await open();
  session.module.on(testSendMail, () => fail());
  session.module.on(testAttachments, () =>
    delayed(12_000, () => replyLines("+QSMTPATT: (0,1),(1-99),<file_name>")),
  );
  const { findings, answers } = await probe(session.host, { groups: ["smtp"] });
  const results = answers.map(({ command, result }) => `${command} ${result}`);
  expect(results).toContain("AT+QSMTPPUT=? ERROR");
  expect(results).toContain("AT+QSMTPATT=? no answer");
  expect(results.filter((result) => result.endsWith(" OK"))).toHaveLength(results.length - 2);
  expect(findings.map(({ command, what, kind }) => [command, what, kind])).toEqual([
    ["+QSMTPPUT", "command", "missing"],
  ]);
  await close(session);
});

test("a module that hangs ends the probe with the state of its wire", async () => {
  const session = await open();
  session.module.on(testAttachments, () => silence());
  expect(await settle(probeModule(session.host))).toMatchObject({ code: "WIRE_STATE_UNKNOWN" });
  await close(session);
});

test("a signal gives the probe up", async () => {
  const session = await open();
  const controller = new AbortController();
  const reason = new Error("enough");
  const onProgress = ({ done }: ProbeProgress): void => {
    if (done === 5) controller.abort(reason);
  };
  const probing = begin(probeModule(session.host, { signal: controller.signal, onProgress }));
  expect(await settle(probing)).toMatchObject({ code: "ABORTED", cause: reason });
  await close(session);
});

test("progress counts the forms of the groups asked for", async () => {
  const session = await open();
  const progress: ProbeProgress[] = [];
  const { answers } = await probe(session.host, {
    groups: ["smtp", "ssl"],
    onProgress: (step) => progress.push(step),
  });
  expect(new Set(answers.map(({ command }) => command.slice(0, 7)))).toEqual(
    new Set(["AT+QSMT", "AT+QSSL"]),
  );
  expect(progress.map(({ command }) => command)).toEqual(answers.map(({ command }) => command));
  expect(progress.at(-1)).toMatchObject({ done: answers.length, total: answers.length });
  await close(session);
});

test("the full name of the firmware is taken where the module tells it", async () => {
  const fullName = "EC25EFAR06A17M4G_01.002.01.002";
  const getFullRevision: OperationDescriptor = {
    name: "getFullRevision",
    at: "+QGMR",
    form: "execute",
    maxResponseMs: null,
  };
  const operations = [...allOperations, getFullRevision];
  const { module, transport } = createSimulatedLine({ operations, clock: globalClock });
  module.on(getFullRevision, () => replyLines(fullName));
  const host = await settle(openModule(transport));
  if (host instanceof Error) throw host;
  const { identity, capabilities } = await probe(host, { groups: ["smtp"] });
  expect(identity).toMatchObject({ revision: "EC25EFAR06A17M4G", firmware: fullName });
  expect(capabilities.firmware).toBe(fullName);
  await settle(host.close());
  module.dispose();
});

test.each(families.flatMap(({ id, models }) => models.map((model) => [model.id, id] as const)))(
  "a simulated %s is recognised, and differs in nothing that its quirks do not explain",
  async (model, family) => {
    const session = await open({}, { model: model as ModelId });
    const report = await probe(session.host);
    expect(report.identity.family).toBe(family);
    expect(findModel(report.identity.model)).toEqual({ family, model });
    const unexplained = report.findings.filter(({ explainedBy }) => explainedBy === null);
    expect(unexplained).toEqual([]);
    await close(session);
  },
);
