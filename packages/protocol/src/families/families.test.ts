import { describe, expect, it } from "vitest";
import { encodeCommandLine } from "../codec/command.ts";
import { decodeCommandLine } from "../codec/command-line.ts";
import { isEncodeError } from "../codec/errors.ts";
import { encodeReply } from "../codec/reply.ts";
import { allErrorTables, allOperations, allUrcs } from "../generated/catalog.gen.ts";
import {
  getSslSessionCache,
  openFile,
  setPdpContext,
  setSslCipherSuite,
  setSslClientKey,
  setSslVersion,
  testPdpContext,
  testSmtpConfig,
  testSslConfig,
} from "../generated/commands.gen.ts";
import { editionsAsRead } from "./as-read.fixture.ts";
import {
  applyQuirks,
  type FamilyId,
  families,
  findModel,
  quirks,
  type ResolveOptions,
  resolveFamily,
  UnknownFamilyError,
} from "./index.ts";

const firmware = (label: string) => `EG25GGBR07A08M2G_${label}.${label}`;
const editions = editionsAsRead;
const eg25 = (label: string) => resolveFamily("EG2x-G", { firmware: firmware(label), editions });

describe("the families", () => {
  it("are the three that the manual of the mail commands names, a relative and siblings", () => {
    const of = (relation: string) =>
      families.filter((family) => family.relation === relation).map(({ id }) => id);
    const named = ["EC2x", "EG9x", "EM05"];
    expect(of("described")).toEqual(expect.arrayContaining(named));
    expect([...of("described"), ...of("relative")]).toContain("EG2x-G");
    const siblings = ["BG9x", "BG77x", "EC200U", "EG800K", "GSM"];
    expect(of("sibling")).toEqual(expect.arrayContaining(siblings));
  });

  it.each([
    ["EC25", "EC2x", "EC25"],
    ["EC21-J", "EC2x", "EC21"],
    ["EG25", "EG2x-G", "EG25-G"],
    ["eg25-g", "EG2x-G", "EG25-G"],
    [" EG91\r\n", "EG9x", "EG91"],
    ["BG770A-GL", "BG77x", "BG770A"],
  ])("%j is a module of %s", (name, family, model) => {
    expect(findModel(name)).toEqual({ family, model });
  });

  it.each(["", "EC2", "EC255", "EG25X", "constructor"])("%j is no module", (name) => {
    expect(findModel(name)).toBeUndefined();
  });

  it("that do not exist are refused with the names of those that do", () => {
    const resolve = () => resolveFamily("EC3x" as FamilyId);
    expect(resolve).toThrow(UnknownFamilyError);
    expect(resolve).toThrow(/"EC3x".*EC2x, EG9x, EM05/);
  });
});

describe("the quirks", () => {
  it("are about things of the catalog", () => {
    const operations = new Set(allOperations.map(({ name }) => name));
    const urcs = new Set(allUrcs.map(({ name }) => name));
    for (const quirk of quirks) {
      const named = [...(("operations" in quirk && quirk.operations) || [])];
      expect(named.filter((name) => !operations.has(name))).toEqual([]);
      const lines = [...(("urcs" in quirk && quirk.urcs) || [])];
      expect(lines.filter((name) => !urcs.has(name))).toEqual([]);
    }
  });

  it("have evidence for each variant, and an inference alone is none", () => {
    for (const { variants } of quirks) {
      for (const { evidence } of variants) {
        expect(evidence.filter(({ confidence }) => confidence !== "inferred")).not.toEqual([]);
      }
    }
  });
});

describe("a resolved family", () => {
  it("has a word about every operation", () => {
    const { operations } = resolveFamily("EC2x");
    expect(Object.keys(operations).sort()).toEqual(allOperations.map(({ name }) => name).sort());
  });

  it.each<[string, FamilyId, ResolveOptions, string]>([
    ["setSmtpBodyOriginal", "EC2x", {}, "unverified"],
    ["setSmtpBodyOriginal", "EG2x-G", {}, "unverified"],
    ["setSmtpBodyOriginal", "EG2x-G", { firmware: firmware("30.203") }, "present"],
    ["setSmtpBodyOriginal", "EG2x-G", { firmware: "A0.301.A0.301" }, "present"],
    ["setSmtpBodyOriginal", "EG2x-G", { firmware: firmware("01.003") }, "absent"],
    ["setSmtpBodyOriginal", "EG2x-G", { firmware: firmware("31.001") }, "unverified"],
    ["setSmtpBodyOriginal", "EG2x-G", { firmware: "EG25GGBR07A08M2G" }, "unverified"],
    ["setSslSessionCache", "EG2x-G", {}, "present"],
    ["setSslSessionCache", "EG9x", {}, "unverified"],
    ["setSslIgnorePrivateKey", "EG2x-G", { firmware: firmware("30.203") }, "absent"],
    ["setSslIgnorePrivateKey", "EG2x-G", { firmware: firmware("A0.301") }, "present"],
    ["moveFile", "EC2x", {}, "unverified"],
    ["moveFile", "BG9x", { model: "BG96" }, "absent"],
    ["flushFile", "GSM", {}, "present"],
    ["setSmtpServer", "GSM", {}, "absent"],
    ["sendMail", "BG77x", {}, "absent"],
    ["sendMail", "EM05", {}, "present"],
  ])("says of %s on %s %o: %s", (name, family, options, presence) => {
    const { operations } = resolveFamily(family, { editions, ...options });
    expect(operations[name as keyof typeof operations]).toBe(presence);
  });

  it("knows which error a missing file gives, as sure as the model is known", () => {
    const codes = (family: FamilyId, options?: ResolveOptions) =>
      resolveFamily(family, options)
        .errorCodes.filter(({ quirk }) => quirk.operations.includes("deleteFile"))
        .map(({ change, certainty }) => [change.code, certainty]);
    expect(codes("EC2x", { model: "EC25" })).toEqual([[418, "certain"]]);
    expect(codes("EC2x")).toEqual([[418, "possible"]]);
    expect(codes("EC2x", { model: "EC21" })).toEqual([]);
    expect(codes("BG9x")).toEqual([[405, "certain"]]);
    expect(codes("EM05")).toEqual([]);
  });

  it("gives codes that the error tables know", () => {
    for (const { id } of families) {
      for (const { change } of resolveFamily(id).errorCodes) {
        const table = allErrorTables.find((candidate) => candidate.id === change.table);
        expect(table?.entries.map(({ code }) => code)).toContain(change.code);
      }
    }
  });

  it("tells how lines are printed", () => {
    const shapes = (family: FamilyId, quirk: string, options?: ResolveOptions) =>
      resolveFamily(family, options)
        .replies.filter((applied) => applied.quirk.id === quirk)
        .map(({ change }) => change);
    expect(shapes("EC2x", "file-name-prefix")).toEqual([
      { valuePrefix: { param: "name", text: "UFS:" } },
    ]);
    expect(shapes("BG9x", "file-name-prefix")).toEqual([
      { valuePrefix: { param: "name", text: "" } },
    ]);
    expect(shapes("GSM", "send-result-old-dialect")).toEqual([
      { omits: ["protocolError"], negative: ["error"] },
    ]);
    expect(shapes("EC2x", "network-info-operator", { model: "EC25" })).toEqual([
      { quoted: ["operator"] },
    ]);
    expect(shapes("EG9x", "network-info-operator")).toEqual([{ unquoted: ["operator"] }]);
  });

  it("tells how the conversation goes", () => {
    const behaviours = (family: FamilyId) =>
      resolveFamily(family).dialogue.map(({ change }) => change.behaviour);
    expect(behaviours("GSM")).toEqual(["okBeforeConnect"]);
    expect(behaviours("EC2x")).toEqual(["finalBlockAcknowledged"]);
    expect(behaviours("EG9x")).toEqual([]);
  });

  it("takes a module that no family lists for none of the models", () => {
    const view = resolveFamily("EC2x", { model: "EC27" });
    expect(view.model).toBeUndefined();
    expect(view.errorCodes.map(({ quirk }) => quirk.id)).toEqual(["missing-file-in-list"]);
  });
});

describe("a descriptor with the quirks of a family", () => {
  const rejected = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return isEncodeError(error) ? error.code : String(error);
    }
    return "taken";
  };

  it("is the same object where nothing differs", () => {
    expect(applyQuirks(resolveFamily("EM05"), openFile)).toBe(openFile);
  });

  it("keeps what is only possible out", () => {
    const view = resolveFamily("EG2x-G");
    expect(applyQuirks(view, setSslCipherSuite)).toBe(setSslCipherSuite);
  });

  it("loses the cipher suites that newer firmware lacks", () => {
    const suite = { sslContextId: 1, cipherSuite: 0x0004 } as const;
    const now = applyQuirks(eg25("30.203"), setSslCipherSuite);
    const before = applyQuirks(eg25("01.003"), setSslCipherSuite);
    expect(rejected(() => encodeCommandLine(now, suite))).toBe("NOT_ONE_OF");
    expect(encodeCommandLine(before, suite)).toBe('AT+QSSLCFG="ciphersuite",1,0X0004');
  });

  it("gains the value that one firmware takes", () => {
    const old = applyQuirks(eg25("01.002"), setSslVersion);
    const input = { sslContextId: 0, version: 5 };
    expect(encodeCommandLine(old, input)).toBe('AT+QSSLCFG="sslversion",0,5');
    expect(rejected(() => encodeCommandLine(setSslVersion, input))).toBe("NOT_ONE_OF");
  });

  it("ends before parameters that the module does not have", () => {
    const view = resolveFamily("BG9x", { model: "BG96", editions });
    const key = applyQuirks(view, setSslClientKey);
    const input = { sslContextId: 1, path: "key.pem" };
    expect(encodeCommandLine(key, input)).toBe('AT+QSSLCFG="clientkey",1,"key.pem"');
    const secret = { ...input, passphrase: "secret" };
    expect(rejected(() => encodeCommandLine(key, secret))).toBe("UNKNOWN_PARAMETER");
    const line = 'AT+QSSLCFG="clientkey",1,"key.pem","secret"';
    expect(() => decodeCommandLine([key], line)).toThrow("cannot read field 4");
    const context = applyQuirks(view, setPdpContext);
    const both = { contextId: 1, type: 3, apn: "internet.example.org" };
    expect(rejected(() => encodeCommandLine(context, both))).toBe("NOT_ONE_OF");
  });

  it("uses the module's name for a sub-key, in both directions", () => {
    const cache = applyQuirks(resolveFamily("BG9x", { model: "BG95-M3" }), getSslSessionCache);
    expect(encodeCommandLine(cache, { sslContextId: 2 })).toBe('AT+QSSLCFG="session",2');
    expect(encodeReply(cache, { sslContextId: 2, enabled: true })).toEqual([
      '+QSSLCFG: "session",2,1',
    ]);
  });

  it("answers its test form as the module does", () => {
    const answer = (label: string) => applyQuirks(eg25(label), testSmtpConfig).supports?.at(-1);
    expect(answer("30.203")).toBe('"bodyoriginal",(0,1)');
    expect(answer("01.003")).toBe('"ssltype",(0-2)');
    const items = (label: string) => applyQuirks(eg25(label), testSslConfig).supports;
    expect(items("A0.301")).toHaveLength(21);
    expect(items("30.203")).toHaveLength(20);
    expect(items("01.003")).toHaveLength(19);
    expect(items("01.002")?.[0]).toBe('"sslversion",(0-5),(0-5)');
    const bg96 = resolveFamily("BG9x", { model: "BG96", editions });
    expect(applyQuirks(bg96, testPdpContext).supports).toEqual([
      "(1-16),(1,2),<APN>,<username>,<password>,(0-3)",
    ]);
  });
});
