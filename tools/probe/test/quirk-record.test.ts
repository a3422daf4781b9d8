import type { ProbeIdentity } from "@qsmtp/client/probe";
import { describe, expect, test } from "vitest";
import { recordsOf } from "../src/record-report.ts";
import { ec25, editions, linesOf, reportOf } from "./answers.fixture.ts";

type Answers = Parameters<typeof reportOf>[0];

const report = (answers: Answers, identity: ProbeIdentity = ec25) =>
  recordsOf(reportOf(answers, identity), editions);

const eg25 = (label: string): ProbeIdentity => {
  const firmware = `EG25GGBR07A08M2G_${label}.${label}`;
  return { model: "EG25", revision: "EG25GGBR07A08M2G", firmware, family: "EG2x-G" };
};

/** The schema's lines of a command, some of them changed, left out or added. */
function lines(
  at: string,
  changes: Readonly<Record<string, string | undefined>>,
  ...added: readonly string[]
): string[] {
  const rest = linesOf(at).flatMap((line) => {
    const key = Object.keys(changes).find((start) => line.startsWith(`"${start}"`));
    return key === undefined ? [line] : [changes[key] ?? []].flat();
  });
  return [...rest, ...added];
}

describe("quirk records", () => {
  const recordOf = (answers: Answers, identity?: ProbeIdentity) =>
    report(answers, identity).quirks[0];

  test("say which module showed what", () => {
    expect(recordOf({ "+QSMTPATT": ["(0,1),(1-20),<file_name>"] }, eg25("31.001"))).toEqual({
      $schema: "../quirk.schema.json",
      id: "qsmtpatt-index",
      title: "Values of index in AT+QSMTPATT",
      kind: "parameter",
      command: "+QSMTPATT",
      param: "index",
      variants: [
        {
          applies: [{ family: "EG2x-G", models: ["EG25-G"], firmware: ["31.001.31.001"] }],
          change: { ranges: [[1, 20]] },
          evidence: [
            {
              id: "probe-eg25-eg25ggbr07a08m2g-31-001-31-001",
              confidence: "device",
              note: "AT+QSMTPATT=? answers (0,1),(1-20),<file_name>",
            },
          ],
        },
      ],
    });
  });

  test("keep the name of one that is there", () => {
    const answers = { "+QSSLCFG": lines("+QSSLCFG", { sslversion: '"sslversion",(0-5),(0-5)' }) };
    expect(recordOf(answers)).toMatchObject({
      id: "ssl-version-5",
      param: "version",
      variants: [{ change: { addsValues: [5] } }],
    });
  });

  test("of one command are one", () => {
    const answers = {
      "+QSSLCFG": lines("+QSSLCFG", { sni: '"sni",(0-5),(0-2)', dtls: '"dtls",(0-5),(0-3)' }),
      "+QINDCFG": lines("+QINDCFG", { all: undefined }, '"voice",(0,1),(0,1)'),
    };
    expect(report(answers).quirks.map(({ id, variants: [one] }) => [id, one?.change])).toEqual([
      ["qindcfg-kind", { removesValues: ["all"], addsValues: ["voice"] }],
      [
        "ssl-config-test-answer",
        {
          lines: [
            { key: '"dtls"', line: '"dtls",(0-5),(0-3)' },
            { key: '"sni"', line: '"sni",(0-5),(0-2)' },
          ],
        },
      ],
    ]);
  });

  test("name a model that no family lists, and no firmware that is no label", () => {
    const unknown = { model: "EC99 X", revision: "a", firmware: "beta-1", family: null };
    const record = recordOf({ "+QSMTPPUT": ["(60-600)"] }, unknown);
    expect(record?.variants[0]?.applies).toEqual([{ family: "EC99 X", models: ["EC99 X"] }]);
  });

  test("are not needed for what a quirk says already", () => {
    const firmware = eg25("30.203");
    const answers = {
      "+QSMTPCFG": lines("+QSMTPCFG", {}, '"bodyoriginal",(0,1)'),
      "+QSSLCFG": lines("+QSSLCFG", { ignoreprivkey: undefined }),
    };
    expect(report(answers, firmware).quirks).toEqual([]);
    expect(report(answers, firmware).differences).toHaveLength(2);
  });

  test("of values that a quirk takes away, and the module has, hold the answer itself", () => {
    const bg96: ProbeIdentity = { ...ec25, model: "BG96", family: "BG9x" };
    const found = report({}, bg96).differences.find(
      ({ quirk, difference }) =>
        quirk.command === "+QICSGP" && difference.path === "params/type/values",
    );
    expect(found).toMatchObject({
      contradicts: "pdp-address-families",
      quirk: {
        id: "pdp-context-test-answer",
        variants: [{ change: { supports: [expect.stringContaining("(1-3),<APN>")] } }],
      },
    });
  });
});
