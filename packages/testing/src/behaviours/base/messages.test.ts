import { getModel } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asRead } from "../../as-read.fixture.ts";
import { reply } from "../../modem/answer.ts";
import { createSimulatedModule, type SimulatedModule } from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0 });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
});

afterEach(() => {
  module.dispose();
});

describe("AT+CNMI", () => {
  it("is kept until AT&F or a restart, whatever AT&W says", () => {
    expect(host.ask("AT+CNMI?")).toBe("\r\n+CNMI: 2,1,0,0,0\r\n\r\nOK\r\n");
    for (const forget of ["AT&F", "AT+CFUN=1,1"]) {
      expect(host.ask("AT+CNMI=1,2,2,1,1;&W")).toContain("OK");
      expect(host.ask("AT+CNMI?")).toContain("+CNMI: 1,2,2,1,1");
      host.ask(forget);
      expect(host.ask("AT+CNMI?")).toContain("+CNMI: 2,1,0,0,0");
    }
  });
});

describe("numbers that AT+CNMI leaves out", () => {
  it.each([
    ["AT+CNMI=3", "3,2,2,1,1"],
    ["AT+CNMI=2,2", "2,2,2,1,1"],
    ["AT+CNMI=2,1,0", "2,1,0,1,1"],
    ["AT+CNMI=2,1,0,0", "2,1,0,0,1"],
    ["AT+CNMI=2,1,0,0,0", "2,1,0,0,0"],
  ])("stay as they are: %s", (line, numbers) => {
    host.ask("AT+CNMI=1,2,2,1,1");
    expect(host.ask(line)).toBe("\r\nOK\r\n");
    expect(host.ask("AT+CNMI?")).toBe(`\r\n+CNMI: ${numbers}\r\n\r\nOK\r\n`);
  });

  it.each(["AT+CNMI=4", "AT+CNMI=2,4", "AT+CNMI=2,2,", "AT+CNMI=2,1,0,0,0,0"])(
    "change nothing where another is refused: %s",
    (line) => {
      expect(host.ask(line)).toContain("ERROR");
      expect(host.ask("AT+CNMI?")).toContain("+CNMI: 2,1,0,0,0");
    },
  );

  it("let the text be told", () => {
    host.ask("AT+CNMI=2,2");
    module.receiveMessage("hello");
    expect(host.take()).toMatch(/^\r\n\+CMT: .*\r\nhello\r\n$/);
  });
});

describe("a short message", () => {
  it("is printed with its text, whatever that reads like", () => {
    host.ask("AT+CNMI=2,2,0,0,0");
    module.receiveMessage("+QSMTPPUT: 0,0", "+49151555010");
    expect(host.take()).toBe(
      '\r\n+CMT: "+49151555010",,"24/05/01,12:00:00+00"\r\n+QSMTPPUT: 0,0\r\n',
    );
    module.receiveMessage("two\nlines");
    expect(host.take()).toMatch(/^\r\n\+CMT: .*\r\ntwo\r\nlines\r\n$/);
  });

  it("comes between a command and its answer, and waits for the end of data", () => {
    host.ask("AT+CNMI=2,2,0,0,0");
    module.on(getModel, () => {
      module.receiveMessage("ERROR");
      return reply({ model: "EC25" });
    });
    expect(host.ask("AT+CGMM")).toMatch(/^\r\n\+CMT: .*\r\nERROR\r\n\r\nEC25\r\n\r\nOK\r\n$/);
    host.ask("AT+QSMTPBODY=0,2");
    module.receiveMessage("OK");
    expect(host.take()).toBe("");
    host.type("hi");
    expect(host.take()).toMatch(/OK\r\n\r\n\+CMT: .*\r\nOK\r\n$/);
  });

  it("is stored without a word when nothing is to be told", () => {
    host.ask("AT+CNMI=2,0,0,0,0");
    module.receiveMessage("hello");
    expect(host.take()).toBe("");
    host.ask("AT+CNMI=2,1,0,0,0");
    module.receiveMessage("again");
    expect(host.take()).toBe('\r\n+CMTI: "ME",1\r\n');
  });

  it("is stored and told by its index", () => {
    module.receiveMessage("hello");
    module.receiveMessage("again");
    expect(host.take()).toBe('\r\n+CMTI: "ME",0\r\n\r\n+CMTI: "ME",1\r\n');
  });
});
