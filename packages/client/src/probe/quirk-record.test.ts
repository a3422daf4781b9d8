import { describe, expect, test } from "vitest";
import type { ProbeIdentity } from "./probe-report.ts";
import { type Answers, eg25, lines, report } from "./schema-answers.fixture.ts";

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
});
