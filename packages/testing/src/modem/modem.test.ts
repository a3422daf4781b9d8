import { attention, getClock, getModel } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import { delayed, fail, type Reply, reply, replyLines, silence } from "./answer.ts";
import { Modem } from "./modem.ts";

const ok = "\r\nOK\r\n";
const error = "\r\nERROR\r\n";

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
}

/** A module with echo off, which most tests want. */
function startQuietly(options: SimulatedModuleOptions = {}): void {
  start(options);
  host.ask("ATE0");
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("command line", () => {
  it("echoes characters as they arrive, the line's end as CR", () => {
    start();
    host.type("AT+C");
    expect(host.take()).toBe("AT+C");
    host.type("SQ\r\n");
    expect(host.take()).toBe("SQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
  });

  it("echoes the line that switches the echo off, and the next no more", () => {
    start();
    expect(host.ask("ATE0")).toBe("ATE0\r\r\nOK\r\n");
    expect(host.ask("AT")).toBe(ok);
    expect(host.ask("ATE1")).toBe(ok);
    expect(host.ask("AT")).toBe("AT\r\r\nOK\r\n");
  });

  it("takes names in any case", () => {
    startQuietly();
    expect(host.ask("at+cMee?")).toBe("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  });

  it("takes the last character back at a backspace", () => {
    start();
    host.type("AX\bT\r");
    expect(host.take()).toBe("AX\b \bT\r\r\nOK\r\n");
  });

  it("says nothing to empty lines and line feeds", () => {
    startQuietly();
    host.type("\r\n\r\n\n\r");
    expect(host.take()).toBe("");
    expect(module.received.map((command) => command.line)).toEqual(["ATE0"]);
  });

  it.each(["hello", "ATX9", "AT+NOPE", "AT+CSQ?", "AT+QFMOV=?", `AT${"+CSQ;".repeat(500)}`])(
    "answers ERROR to %.20s",
    (command) => {
      startQuietly();
      expect(host.ask(command)).toBe(error);
    },
  );

  it("reads letters that arrive in pieces of a character", () => {
    startQuietly();
    const bytes = new TextEncoder().encode('AT+QSMTPCFG="sender","Jörg","joerg@example.org"\r');
    for (const byte of bytes) host.type(Uint8Array.of(byte));
    expect(host.take()).toBe(ok);
    expect(host.ask('AT+QSMTPCFG="sender"')).toBe(
      '\r\n+QSMTPCFG: "sender","Jörg","joerg@example.org"\r\n\r\nOK\r\n',
    );
  });
});

describe("several commands on one line", () => {
  it("prints the lines of each and one result", () => {
    startQuietly();
    expect(host.ask("AT+CSQ;+CMEE?;&D1")).toBe("\r\n+CSQ: 20,99\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n");
    expect(module.profile.dtrMode).toBe(1);
  });

  it("skips what is behind a failing command", () => {
    startQuietly();
    expect(host.ask("AT+CSQ;+NOPE;&D1")).toBe("\r\n+CSQ: 20,99\r\n\r\nERROR\r\n");
    expect(module.profile.dtrMode).toBe(2);
  });

  it("leaves a semicolon inside quotes alone", () => {
    startQuietly();
    expect(host.ask('AT+QSMTPSUB=0,"one; two";+QSMTPSUB?')).toBe(
      '\r\n+QSMTPSUB: 0,"one; two"\r\n\r\nOK\r\n',
    );
  });
});

describe("forms of results", () => {
  it("answers in digits under ATV0", () => {
    startQuietly();
    expect(host.ask("ATV0")).toBe("0\r");
    expect(host.ask("AT+CSQ")).toBe("+CSQ: 20,99\r\n0\r");
    expect(host.ask("AT+NOPE")).toBe("4\r");
    expect(host.ask("ATO")).toBe("3\r");
    expect(host.ask("AT+QSMTPPUT=1")).toBe("+CME ERROR: 664\r\n");
    expect(host.ask("AT+QSMTPBODY=0,1")).toBe("1\r");
    host.type("x");
    expect(host.take()).toBe("+QSMTPBODY: 1\r\n0\r");
    expect(host.ask("ATV1")).toBe(ok);
  });

  it("keeps results back under ATQ1, information not", () => {
    startQuietly();
    expect(host.ask("ATQ1")).toBe("");
    expect(host.ask("AT+CSQ")).toBe("\r\n+CSQ: 20,99\r\n");
    expect(host.ask("AT+NOPE")).toBe("");
    expect(host.ask("AT+QSMTPPUT=1")).toBe("");
    expect(host.ask("ATQ0")).toBe(ok);
  });

  it("prints errors as AT+CMEE says", () => {
    startQuietly({ sim: { state: "absent" } });
    expect(host.ask("AT+CPIN?")).toBe("\r\n+CME ERROR: 10\r\n");
    expect(host.ask("AT+CMEE=2;+CPIN?")).toBe("\r\n+CME ERROR: SIM not inserted\r\n");
    expect(host.ask('AT+QFLDS="SD"')).toBe("\r\n+CME ERROR: 419\r\n");
    expect(host.ask("AT+CMEE=0;+CPIN?")).toBe(error);
  });

  it("prints the recorded words for a file that exists", () => {
    startQuietly();
    module.files.write("a.txt", "x");
    expect(host.ask('AT+CMEE=2;+QFUPL="a.txt",5')).toBe("\r\n+CME ERROR: file already exist\r\n");
  });

  it.each([
    ["AT+QSMTPPUT=59", "\r\n+CME ERROR: 664\r\n"],
    ['AT+QSMTPCFG="account","me"', "\r\n+CME ERROR: 664\r\n"],
    ['AT+QFUPL="a",0', "\r\n+CME ERROR: 400\r\n"],
    [`AT+QFUPL="${"a".repeat(81)}",5`, "\r\n+CME ERROR: 406\r\n"],
    ["AT+QIACT=17", error],
    ['AT+QSSLCFG="seclevel",6,1', error],
    ["AT+CMEE=3", "\r\n+CME ERROR: 50\r\n"],
    ["ATE7", error],
  ])("answers wrong parameters in %s as its group does", (command, answer) => {
    startQuietly();
    expect(host.ask(command)).toBe(answer);
  });

  it("answers test forms from the schema", () => {
    startQuietly();
    expect(host.ask("AT+QSMTPBODY=?")).toBe(
      "\r\n+QSMTPBODY: (0-3),(1-10240),(1-65535)\r\n\r\nOK\r\n",
    );
    expect(host.ask("AT+QSMTPCLR=?")).toBe(ok);
  });
});

describe("unsolicited lines", () => {
  it("come at once when nothing is on", () => {
    startQuietly();
    module.urc("+CREG: 2");
    expect(host.take()).toBe("\r\n+CREG: 2\r\n");
  });

  it("wait until a data phase is over", () => {
    startQuietly();
    host.ask("AT+QSMTPBODY=0,2");
    module.urc("+CREG: 2");
    host.type("h");
    expect(host.take()).toBe("");
    host.type("i");
    expect(host.take()).toBe("\r\n+QSMTPBODY: 2\r\n\r\nOK\r\n\r\n+CREG: 2\r\n");
  });

  it("wait until an echoed line is complete", () => {
    start();
    host.type("AT+C");
    module.urc("+CREG: 2");
    expect(host.take()).toBe("AT+C");
    host.type("SQ\r");
    expect(host.take()).toBe("SQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\n+CREG: 2\r\n");
  });

  it("may stand between a command and its answer", () => {
    startQuietly({ responseDelayMs: 100 });
    vi.advanceTimersByTime(100);
    host.take();
    host.type("AT+CSQ\r");
    module.urc("+CREG: 2");
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("\r\n+CREG: 2\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
  });
});

describe("overrides", () => {
  it("stand in front of the module's own answer until they are taken back", () => {
    startQuietly();
    const undo = module.on(getModel, () => reply({ model: "EG91" }));
    expect(host.ask("AT+CGMM")).toBe("\r\nEG91\r\n\r\nOK\r\n");
    module.on(getModel, () => fail(3));
    expect(host.ask("AT+CGMM")).toBe("\r\n+CME ERROR: 3\r\n");
    undo();
    expect(host.ask("AT+CGMM")).toBe("\r\n+CME ERROR: 3\r\n");
  });

  it("have their former name too", () => {
    startQuietly();
    const undo = module.override(getModel, () => fail(3));
    expect(host.ask("AT+CGMM")).toBe("\r\n+CME ERROR: 3\r\n");
    undo();
    expect(host.ask("AT+CGMM")).toBe("\r\nEC25\r\n\r\nOK\r\n");
  });

  it("may leave a command to what was there before", () => {
    startQuietly();
    module.on(getModel, () => undefined);
    expect(host.ask("AT+CGMM")).toBe("\r\nEC25\r\n\r\nOK\r\n");
  });

  it("may answer later, with lines of their own, or never", async () => {
    startQuietly();
    module.on(getModel, () => delayed(500, () => replyLines("odd", "lines")));
    expect(host.ask("AT+CGMM")).toBe("");
    vi.advanceTimersByTime(500);
    expect(host.take()).toBe("\r\nodd\r\nlines\r\n\r\nOK\r\n");
    module.on(getClock, async () => reply({ time: "24/01/01,00:00:00+00" }));
    expect(host.ask("AT+CCLK?")).toBe("");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe('\r\n+CCLK: "24/01/01,00:00:00+00"\r\n\r\nOK\r\n');
    module.on(attention, () => silence());
    host.ask("AT");
    vi.advanceTimersByTime(1e6);
    expect(host.take()).toBe("");
    module.restart();
    expect(host.take()).toMatch(/^\r\nRDY\r\n/);
  });

  it.each<[what: string, answer: () => Reply<{ model: string }>]>([
    [
      "throw",
      () => {
        throw new Error("mine");
      },
    ],
    ["give what the operation cannot print", () => reply({ model: "two\nlines" })],
  ])("that %s answer ERROR, and the error surfaces", async (_what, answer) => {
    startQuietly();
    const surfaced: unknown[] = [];
    vi.stubGlobal("queueMicrotask", (run: () => void) => {
      try {
        run();
      } catch (thrown) {
        surfaced.push(thrown);
      }
    });
    module.on(getModel, answer);
    expect(host.ask("AT+CGMM")).toBe(error);
    expect(surfaced).toHaveLength(1);
    expect(host.ask("AT")).toBe(ok);
  });

  it("that answer after a restart are not heard", async () => {
    startQuietly();
    module.on(getModel, async () => reply({ model: "late" }));
    host.ask("AT+CGMM");
    module.restart();
    host.take();
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe("");
  });
});

describe("modem without behaviours", () => {
  it("answers test forms, and ERROR to all else", () => {
    start();
    const modem = new Modem({ family: asRead });
    const other = new TestHost();
    modem.attach(other.farEnd);
    expect(other.ask("AT+QSMTPPUT=?")).toBe(
      "AT+QSMTPPUT=?\r\r\n+QSMTPPUT: (60-65535)\r\n\r\nOK\r\n",
    );
    expect(other.ask("AT")).toBe("AT\r\r\nERROR\r\n");
    modem.dispose();
  });
});
