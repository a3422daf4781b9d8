import { allOperations } from "@qsmtp/protocol/catalog";
import { beforeAll, describe, expect, it } from "vitest";
import { bundle, bundleInChunks } from "./bundle.ts";

/** Minified and gzipped bytes. Raising one is a decision, not a repair. */
const budgets = { core: 8 * 1024, command: 1024, everything: 40 * 1024, table: 31 * 1024 };

/** The names by which the codec and the framer are used. */
const core = `export { Command, decodeReply, decodeUrc, encodeReply, encodeUrc, decodeCommandLine,
  Framer, parseFinalResult, findError, ReplyDecoder } from "@qsmtp/protocol";`;

let coreBytes = 0;

beforeAll(async () => {
  coreBytes = (await bundle(core)).gzipBytes;
});

describe("what an import costs", () => {
  it("codec and framer", () => {
    expect(coreBytes).toBeLessThanOrEqual(budgets.core);
  });

  it("any one command beyond them", async () => {
    const costs = await Promise.all(
      allOperations.map(async ({ name }) => {
        const source = `${core} export { ${name} } from "@qsmtp/protocol/commands";`;
        return { name, bytes: (await bundle(source)).gzipBytes - coreBytes };
      }),
    );
    const over = costs.filter(({ bytes }) => bytes > budgets.command);
    expect(over).toEqual([]);
  });

  it("every command, URC and error table", async () => {
    const { gzipBytes } = await bundle(
      `${core} export * from "@qsmtp/protocol/commands"; export * from "@qsmtp/protocol/catalog";`,
    );
    expect(gzipBytes).toBeLessThanOrEqual(budgets.everything);
  });
});

describe("what is loaded on demand", () => {
  it("the client brings no table of a character set; each is a file of its own", async () => {
    const chunks = await bundleInChunks(`export { openModule } from "@qsmtp/client";`);
    const isTable = ({ text }: { readonly text: string }): boolean =>
      /[\u4e00-\u9fff]{10}/.test(text);
    const others = chunks.filter((chunk) => !isTable(chunk)).map(({ name }) => name);
    expect(others).toContain("stdin.js");
    const tables = chunks.filter(isTable);
    expect(tables.map(({ name }) => name.split(".")[0]).sort()).toEqual(["big5", "gb2312"]);
    for (const { gzipBytes } of tables) expect(gzipBytes).toBeLessThanOrEqual(budgets.table);
  });
});

describe("what is not used leaves the bundle", () => {
  it("an import that nobody uses leaves nothing", async () => {
    const { text } = await bundle(
      `import { Framer } from "@qsmtp/protocol";
       import { addRecipient } from "@qsmtp/protocol/commands";
       import { allOperations } from "@qsmtp/protocol/catalog";
       import { explain } from "@qsmtp/protocol/explain";
       import { resolveFamily } from "@qsmtp/protocol/families";
       import { maxRecipients } from "@qsmtp/protocol/facts";`,
    );
    expect(text.trim()).toBe("");
  });

  it("a fact brings no other fact", async () => {
    const { text } = await bundle(`export { maxRecipients } from "@qsmtp/protocol/facts";`);
    expect(text.trim()).toMatch(/^var \w+=\d+;export\{\w+ as maxRecipients\};$/);
  });

  it("a command brings no other command", async () => {
    const { text } = await bundle(`export { addRecipient } from "@qsmtp/protocol/commands";`);
    expect(text).toContain("+QSMTPDST");
    expect(text).not.toContain("listRecipients");
    expect(text).not.toContain("+QSMTPSUB");
  });
});
