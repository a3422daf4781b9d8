import { allOperations } from "@qsmtp/protocol/catalog";
import { families, findModel, type ModelId, resolveFamily } from "@qsmtp/protocol/families";
import { afterEach, describe, expect, it } from "vitest";
import { SimulationOptionError } from "../checked-options.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const line = (text: string): string => `\r\n${text}\r\n\r\nOK\r\n`;
const models = families.flatMap((family) => family.models.map((model) => ({ family, model })));

let module: SimulatedModule | undefined;

function start(options: Parameters<typeof createSimulatedModule>[0]): TestHost {
  module = createSimulatedModule({ connectDelayMs: 0, ...options });
  const host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
  return host;
}

afterEach(() => {
  module?.dispose();
});

describe.each(models)("$model.id", ({ family, model }) => {
  const id = model.id as ModelId;

  it("says who it is, so that it is recognised", () => {
    const host = start({ model: id });
    const [, maker, name = "", , revision = ""] =
      /^\r\n(.*)\r\n(.*)\r\n(Revision: )(.*)\r\n\r\nOK\r\n$/.exec(host.ask("ATI")) ?? [];
    expect(maker).toBe("Quectel");
    expect(findModel(name)).toEqual({ family: family.id, model: id });
    expect(host.ask("AT+GMM")).toBe(line(name));
    expect(host.ask("AT+CGMM")).toBe(line(name));
    expect(host.ask("AT+GMR")).toBe(line(revision));
    expect(host.ask("AT+CGMR")).toBe(line(revision));
    expect(host.ask("AT+QGMR")).toContain(`\r\n${revision}`);
    const [known] = model.revisions ?? [];
    expect(revision).toBe(known?.name ?? `${id.replace(/\W/g, "")}R01A01`);
  });

  it("has the storages that the schema has for its family", () => {
    start({ model: id });
    const { flashBytes } = family.storage ?? {};
    if (flashBytes !== undefined) expect(module?.files.totalBytes("UFS")).toBe(flashBytes);
    expect(module?.files.hasStorage("RAM")).toBe(id !== "BG96");
  });

  it("lacks what the schema says that it lacks", () => {
    const host = start({ model: id });
    const [{ full = "", name } = { name: "" }] = model.revisions ?? [];
    const { operations } = resolveFamily(family.id, { model: id, firmware: full || name });
    const lacking = allOperations.filter(
      (operation) => operations[operation.name as keyof typeof operations] === "absent",
    );
    for (const operation of lacking) {
      expect(module?.coverage(operation)).toBe("absent");
      if (operation.form === "test") expect(host.ask(`AT${operation.at}=?`)).toContain("ERROR");
    }
  });
});

describe("a model", () => {
  it("of which nothing is said is an EC25", () => {
    const host = start({});
    const other = start({ model: "EC25" });
    for (const command of ["ATI", "AT+QGMR", 'AT+QFLDS="UFS"', "AT+QNWINFO", "AT+QSMTPCFG=?"]) {
      expect(other.ask(command)).toBe(host.ask(command));
    }
  });

  it("can be given by its full order name", () => {
    expect(start({ model: "EC21-J" as ModelId }).ask("AT+CGMM")).toBe(line("EC21"));
  });

  it("that no family lists is refused with the nearest names", () => {
    const make = (model: string) => () => createSimulatedModule({ model: model as ModelId });
    expect(make("EG92")).toThrow(SimulationOptionError);
    expect(make("EG92")).toThrow(
      /Option "model" must be one of EC25, .*, is "EG92"\. Is .*EG91.*meant\?/,
    );
    expect(make("toaster")).toThrow(/is "toaster"\.$/);
  });

  it("has what its firmware has", () => {
    const bodyOriginal = 'AT+QSMTPCFG="bodyoriginal",1';
    expect(start({ model: "EG25-G" }).ask(bodyOriginal)).toBe("\r\nOK\r\n");
    const fullRevision = "EG25GGBR07A08M2G_01.003.01.003";
    const older = start({ model: "EG25-G", identity: { fullRevision } });
    expect(older.ask(bodyOriginal)).toContain("ERROR");
    expect(older.ask("AT+QGMR")).toBe(line(fullRevision));
  });

  it("keeps its files over a restart, and its name", () => {
    const host = start({ model: "EG91" });
    module?.files.write("kept.txt", "kept");
    module?.files.write("RAM:lost.txt", "lost");
    module?.restart();
    host.ask("ATE0");
    host.take();
    expect(host.ask("AT+QFLST")).toBe(line('+QFLST: "UFS:kept.txt",4'));
    expect(host.ask('AT+QFLST="RAM:*"')).toBe("\r\nOK\r\n");
    expect(host.ask("AT+CGMM")).toBe(line("EG91"));
  });

  it("is overruled by what is asked for by name", () => {
    const host = start({
      model: "BG96",
      storage: { ufsBytes: 5000, ramBytes: 100 },
      file: { ufsPrefix: true },
      identity: { model: "MINE", revision: "MINE-1" },
    });
    module?.files.write("a.txt", "a");
    expect(host.ask("AT+QFLST")).toBe(line('+QFLST: "UFS:a.txt",1'));
    expect(host.ask('AT+QFLDS="UFS"')).toBe(line("+QFLDS: 4999,5000"));
    expect(module?.files.hasStorage("RAM")).toBe(true);
    expect(host.ask("AT+CGMM")).toBe(line("MINE"));
  });
});

describe("flash in blocks", () => {
  it("costs a file whole blocks, as an EG800K showed it", () => {
    const host = start({ model: "EG800K", storage: { ufsBytes: 20_480 } });
    module?.files.write("a.txt", new Uint8Array(1939));
    expect(host.ask('AT+QFLDS="UFS"')).toBe(line("+QFLDS: 16384,20480"));
    expect(host.ask("AT+QFLDS")).toBe(line("+QFLDS: 1939,1"));
  });

  it("fills up before the bytes do, and a file grows within its block", () => {
    const host = start({ storage: { ufsBytes: 8192, blockSizeBytes: 4096 } });
    module?.files.write("a.txt", new Uint8Array(1));
    module?.files.write("b.txt", new Uint8Array(1));
    expect(host.ask('AT+QFUPL="c.txt",1')).toContain("ERROR");
    const [, handle] = /\+QFOPEN: (\d+)/.exec(host.ask('AT+QFOPEN="a.txt",0')) ?? [];
    expect(host.ask(`AT+QFWRITE=${handle},4097,1`)).toContain("ERROR");
    expect(host.ask(`AT+QFWRITE=${handle},4096,1`)).toContain("CONNECT");
    host.type(new Uint8Array(4096));
    expect(host.take()).toContain("+QFWRITE: 4096,4096");
    expect(module?.files.freeBytes("UFS")).toBe(0);
  });
});
