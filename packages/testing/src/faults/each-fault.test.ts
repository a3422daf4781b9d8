import { smtpErrorNumber } from "@qsmtp/protocol/facts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import type { ModuleFault } from "./fault.ts";

const ok = "\r\nOK\r\n";
const error = "\r\nERROR\r\n";
const signal = "\r\n+CSQ: 20,99\r\n";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0 });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** One mail is ordered. */
async function order(): Promise<string> {
  host.ask('AT+QIACT=1;+QSMTPCFG="smtpserver","mail.example.org",25');
  host.ask('AT+QSMTPDST=1,1,"ops@example.org"');
  const said = host.ask("AT+QSMTPPUT=60");
  await vi.advanceTimersByTimeAsync(0);
  return said + host.take();
}

describe("what is said of a command", () => {
  it.each<[ModuleFault, string]>([
    [{ do: "no-reply" }, ""],
    [{ do: "no-result" }, signal],
    [{ do: "double-result" }, signal + ok + ok],
    [{ do: "wrong-result", line: "NO CARRIER" }, `${signal}\r\nNO CARRIER\r\n`],
    [{ do: "error" }, error],
    [{ do: "error", error: 100 }, "\r\n+CME ERROR: 100\r\n"],
    [{ do: "error", text: "SIM busy" }, "\r\n+CME ERROR: SIM busy\r\n"],
    [{ do: "stray-line", line: "RING" }, `\r\nRING\r\n${signal}${ok}`],
    [{ do: "stray-line", line: "OK", when: "middle" }, signal + ok + ok],
    [{ do: "stray-line", line: "ERROR", when: "after" }, signal + ok + error],
    [{ do: "stray-line", line: "A", copies: 3 }, `${"\r\nA\r\n".repeat(3)}${signal}${ok}`],
    [{ do: "merged-lines" }, "\r\n+CSQ: 20,99\r\nOK\r\n"],
    [{ do: "echo-appears" }, `AT+CSQ\r${signal}${ok}`],
    // "\r\n+CSQ: 20,99\r\n\r\nOK\r\n" has 21 bytes.
    [{ do: "lost-to-host" }, "\r\n+CSQ: 2099\r\n\r\nOK\r\n"],
    [{ do: "doubled-to-host", atByte: 3 }, "\r\n++CSQ: 20,99\r\n\r\nOK\r\n"],
    [{ do: "flipped-to-host", atByte: 9, bytes: 2 }, "\r\n+CSQ: 31,99\r\n\r\nOK\r\n"],
    [{ do: "lost-to-host", atByte: 5, bytes: "chunk" }, "\r\n+C"],
    [{ do: "lost-to-module", atByte: 7 }, ""],
    [{ do: "lost-to-module" }, error],
    [{ do: "doubled-to-module", atByte: 3 }, error],
    [{ do: "flipped-to-module" }, error],
    [{ do: "lost-to-module", atByte: 1, bytes: "chunk" }, ""],
    [{ do: "stuck-in-data" }, ""],
  ])("%j", (fault, said) => {
    module.inject({ ...fault, on: "CSQ" });
    expect(host.ask("AT")).toBe(ok);
    expect(host.ask("AT+CSQ")).toBe(said);
    module.verify();
  });

  it("is of a command that was done, or not", () => {
    for (const [fault, level] of [
      [{ do: "no-reply" }, 2],
      [{ do: "wrong-result", line: "ERROR" }, 2],
      [{ do: "error" }, 1],
    ] as const satisfies [ModuleFault, number][]) {
      host.ask("AT+CMEE=1");
      module.inject({ ...fault, on: "AT+CMEE=2" });
      host.ask("AT+CMEE=2");
      expect(host.ask("AT+CMEE?")).toBe(`\r\n+CMEE: ${level}\r\n${ok}`);
    }
  });

  it("may begin with a line that means nothing, the same for the same seed", () => {
    const lineOf = (seed: number): string => {
      const other = createSimulatedModule({ seed, faults: [{ do: "garbage-line", bytes: 9 }] });
      const wire = new TestHost();
      other.attach(wire.farEnd);
      const said = wire.ask("AT");
      other.dispose();
      expect(said.endsWith(ok)).toBe(true);
      return said.slice("AT\r".length, -ok.length);
    };
    expect(lineOf(7)).toBe(lineOf(7));
    expect(lineOf(7)).not.toBe(lineOf(8));
    expect(lineOf(7)).toMatch(/^\r\n[^\w\r\n]{9}\r\n$/);
  });

  it("comes in pieces until the next command", () => {
    module.inject({ do: "split-bytes", chunkBytes: 4, on: "CSQ" });
    host.type("AT+CSQ\r");
    expect(host.takeChunks()).toEqual(["\r\n+C", "SQ: ", "20,9", "9\r\n\r", "\nOK\r", "\n"]);
    module.urc("RING");
    expect(host.takeChunks()).toEqual(["\r\nRI", "NG\r\n"]);
    host.type("AT\r");
    expect(host.takeChunks()).toEqual([ok]);
  });

  it("is lost with the line end: the next line goes on where it stopped", () => {
    module.inject({ do: "lost-to-module", on: "AT+CSQ", atByte: 7 });
    expect(host.ask("AT+CSQ")).toBe("");
    expect(host.ask(";+CMEE?")).toBe(`${signal}\r\n+CMEE: 1\r\n${ok}`);
  });

  it("is of what arrived, however it came", () => {
    module.inject({ do: "flipped-to-module", on: "AT+CMEE=2", atByte: 9 });
    for (const byte of "AT+CMEE=2\rAT+CMEE?\r") host.type(byte);
    expect(host.take()).toBe(`\r\n+CME ERROR: 50\r\n\r\n+CMEE: 1\r\n${ok}`);
  });
});

describe("unsolicited lines", () => {
  it.each<[ModuleFault, string]>([
    [{ do: "drop-urc" }, ok],
    [{ do: "double-urc" }, `${ok}${"\r\n+QSMTPPUT: 0,0\r\n".repeat(2)}`],
    [{ do: "double-urc", copies: 3 }, `${ok}${"\r\n+QSMTPPUT: 0,0\r\n".repeat(3)}`],
    [{ do: "wrong-urc", line: "+QSMTPPUT: 658,354" }, `${ok}\r\n+QSMTPPUT: 658,354\r\n`],
    [{ do: "early-urc" }, `\r\n+QSMTPPUT: 0,0\r\n${ok}`],
    [{ do: "late-urc", delayMs: 10 }, ok],
  ])("%j hits the second mail's", async (fault, said) => {
    module.inject({ ...fault, on: "QSMTPPUT", nth: 2 });
    const usual = `${ok}\r\n+QSMTPPUT: 0,0\r\n`;
    expect(await order()).toBe(usual);
    expect(await order()).toBe(said);
    await vi.advanceTimersByTimeAsync(10);
    expect(host.take()).toBe(fault.do === "late-urc" ? "\r\n+QSMTPPUT: 0,0\r\n" : "");
    expect(await order()).toBe(usual);
    expect(module.mailbox.mails).toHaveLength(3);
  });

  it("are hit for themselves without a command", () => {
    module.inject({ do: "drop-urc", urc: "+CREG", nth: 2 });
    for (const line of ["+CREG: 1", "RING", "+CREG: 2", "+CREG: 5"]) module.urc(line);
    expect(host.take()).toBe("\r\n+CREG: 1\r\n\r\nRING\r\n\r\n+CREG: 5\r\n");
  });

  it("are not hit for an order that was refused: the fault has missed it", async () => {
    module.inject({ do: "drop-urc", on: "QSMTPPUT" });
    module.failNext("AT+QSMTPPUT");
    host.ask('AT+QIACT=1;+QSMTPCFG="smtpserver","mail.example.org",25');
    host.ask('AT+QSMTPDST=1,1,"ops@example.org"');
    expect(host.ask("AT+QSMTPPUT=60")).toBe(error);
    expect(await order()).toContain("+QSMTPPUT: 0,0");
    expect(() => module.verify()).toThrow("the fault drop-urc on QSMTPPUT never happened");
  });

  it("are hit once, whatever gathers them", () => {
    module.inject({ do: "double-urc", urc: "+CPIN" });
    expect(host.ask("AT+CFUN=0")).toBe(`${ok}${"\r\n+CPIN: NOT READY\r\n".repeat(2)}`);
  });
});

describe("a fault that would change nothing", () => {
  const unused = (): string => {
    try {
      module.verify();
      return "";
    } catch (error) {
      return String(error);
    }
  };
  /** Says it all, and answers what comes back, until nothing is left to wait for. */
  const say = (input: string): string => {
    host.type(input);
    vi.advanceTimersByTime(4);
    return host.take();
  };
  const upload = (bytes: number): string =>
    `AT+QFUPL="RAM:${bytes}",${bytes},5,1\r${"x".repeat(bytes)}`;

  it.each<[ModuleFault, string, string]>([
    [{ do: "merged-lines" }, "AT\r", "AT+CSQ\r"],
    [{ do: "echo-appears", on: "CSQ" }, "ATE1\rAT+CSQ\rATE0\r", "AT+CSQ\r"],
    [{ do: "no-reply", on: "CMEE=1" }, "AT+CMEE=1;+CSQ\r", "AT+CMEE=1\r"],
    [{ do: "no-reply", on: "CMEE=1" }, "ATQ1\rAT+CMEE=1\rATQ0\r", "AT+CMEE=1\r"],
    [{ do: "no-result" }, "ATQ1\rAT+CSQ\r", "ATQ0\r"],
    [{ do: "double-result" }, "ATQ1\rAT+CSQ\r", "ATQ0\r"],
    [{ do: "wrong-result", line: "OK" }, "AT+CSQ\r", "AT+CMEE=9\r"],
    [{ do: "lost-connect" }, "ATQ1\rAT+QSMTPBODY=0,1\rxATQ0\r", "AT+QSMTPBODY=0,1\rx"],
    [
      { do: "data-ends-early", afterBytes: 5 },
      "AT+QSMTPBODY=0,5\rabcde",
      "AT+QSMTPBODY=0,6\rabcdef",
    ],
    [{ do: "lost-to-module", atByte: 8 }, "AT+CSQ\r", "AT+CMEE?\r"],
    [
      { do: "flipped-to-module", in: "data", atByte: 3 },
      "AT+QSMTPBODY=0,2\rab",
      "AT+QSMTPBODY=0,3\rabc",
    ],
    [{ do: "lost-to-host", atByte: 9 }, "AT\r", "AT+CSQ\r"],
    [{ do: "lost-to-host" }, "ATQ1\rAT+CMEE=1\r", "AT+CSQ\r"],
    [
      { do: "flipped-to-host", in: "data", atByte: 3 },
      'AT+QFDWL="RAM:two"\r',
      'AT+QFDWL="RAM:six"\r',
    ],
    [{ do: "doubled-ack", atAck: 2 }, upload(2047), upload(2048)],
    [{ do: "restart", afterBytes: 7, lines: [] }, "AT\r", "AT+CSQ\r"],
    [{ do: "hang-up", afterBytes: 3 }, 'AT+QFDWL="RAM:two"\r', 'AT+QFDWL="RAM:six"\r'],
    [
      { do: "stray-line", line: "RING", afterBytes: 3 },
      "AT+QSMTPBODY=0,2\rab",
      "AT+QSMTPBODY=0,3\rabc",
    ],
    [{ do: "drop-context", on: "AT+CSQ" }, "AT+CSQ\r", "AT+QIACT=1\rAT+CSQ\r"],
    [{ do: "drop-context", on: "AT+CSQ", afterBytes: 3 }, "AT+CSQ\r", "AT+QIACT=1\rAT+CSQ\r"],
    [{ do: "storage-full" }, 'AT+QFLDS="SD"\r', 'AT+QFLDS="RAM"\r'],
  ])("waits for a command that it changes: %j", (fault, without, changed) => {
    module.files.write("RAM:two", "ab");
    module.files.write("RAM:six", "abcdef");
    const usual = say(without);
    module.files.delete("RAM:2047");
    module.inject(fault);
    expect(say(without)).toBe(usual);
    expect(unused()).toContain(`the fault ${fault.do}`);
    say(changed);
    expect(unused()).toBe("");
  });

  it("waits for an unsolicited line that is not dropped anyhow", () => {
    module.inject({ do: "double-urc", urc: "+CREG" });
    module.inject({ do: "drop-urc", urc: "+CREG" });
    module.inject({ do: "drop-urc", urc: "+CREG" });
    for (const line of ["+CREG: 1", "+CREG: 2"]) module.urc(line);
    expect(host.take()).toBe("");
    module.urc("+CREG: 3");
    expect(host.take()).toBe("\r\n+CREG: 3\r\n".repeat(2));
    module.verify();
  });
});

describe("data", () => {
  const body = (text: string): string => {
    const before = host.ask(`AT+QSMTPBODY=0,${text.length}`);
    host.type(text);
    return before + host.take();
  };
  const kept = (): string => new TextDecoder().decode(module.settings.draft.body.bytes);

  it.each<[ModuleFault, string]>([
    [{ do: "lost-to-module", in: "data", atByte: 2 }, "acdefA"],
    [{ do: "lost-to-module", in: "data" }, "abcefA"],
    [{ do: "doubled-to-module", in: "data", atByte: 2 }, "abbcde"],
    [{ do: "flipped-to-module", in: "data", atByte: 1, bytes: 3 }, "`cbdef"],
    [{ do: "doubled-to-module", in: "data", atByte: 5, bytes: "chunk" }, "abcdef"],
  ])("%j", (fault, text) => {
    module.inject({ ...fault, on: "QSMTPBODY" });
    host.ask("AT+QSMTPBODY=0,6");
    host.type("abcdef");
    host.type("A");
    expect(kept()).toBe(text);
    module.verify();
  });

  it("loses a whole chunk", () => {
    module.inject({ do: "lost-to-module", in: "data", atByte: 3, bytes: "chunk" });
    host.ask("AT+QSMTPBODY=0,6");
    for (const piece of ["ab", "cdef", "gh", "ij"]) host.type(piece);
    expect(kept()).toBe("abghij");
  });

  it("gives a doubled last byte to the next command line", () => {
    module.inject({ do: "doubled-to-module", in: "data", atByte: 3 });
    body("abc");
    expect(kept()).toBe("abc");
    expect(host.ask("AT")).toBe(error);
  });

  it("is spoiled on its way to the host", () => {
    module.files.write("RAM:a", "abcdef");
    const download = (fault: ModuleFault): string => {
      module.inject(fault);
      return host.ask('AT+QFDWL="RAM:a"').split("CONNECT\r\n")[1]?.split("\r\n")[0] ?? "";
    };
    expect(download({ do: "lost-to-host", in: "data" })).toBe("abcef");
    expect(download({ do: "doubled-to-host", in: "data", atByte: 1, bytes: 2 })).toBe("ababcdef");
    expect(download({ do: "flipped-to-host", in: "data", atByte: 6 })).toBe("abcdeg");
    expect(download({ do: "lost-to-host", in: "data", atByte: 2, bytes: "chunk" })).toBe("a");
  });

  it("is not asked for, and not taken", () => {
    module.inject({ do: "no-connect", on: "QSMTPBODY" });
    expect(host.ask("AT+QSMTPBODY=0,2")).toBe("");
    expect(host.ask("AT")).toBe(ok);
    expect(body("hi")).toBe(`\r\nCONNECT\r\n\r\n+QSMTPBODY: 2\r\n${ok}`);
  });

  it("swallows everything until an escape or DTR", () => {
    host.ask("AT&D1");
    for (const leave of [
      () => {
        vi.advanceTimersByTime(1000);
        host.type("+++");
        vi.advanceTimersByTime(1000);
      },
      () => {
        host.setDtr(false);
        host.setDtr(true);
      },
    ]) {
      module.inject({ do: "stuck-in-data", on: "CSQ" });
      expect(host.ask("AT+CSQ")).toBe("");
      expect(host.ask("AT")).toBe("");
      leave();
      expect(host.take()).toBe(ok);
      expect(host.ask("AT+CSQ")).toBe(signal + ok);
    }
  });

  it("is told with another checksum", () => {
    const upload = (): string => {
      module.files.delete("RAM:a");
      host.ask('AT+QFUPL="RAM:a",2,5');
      host.type("ab");
      return host.take();
    };
    expect(upload()).toBe(`\r\n+QFUPL: 2,6162\r\n${ok}`);
    module.inject({ do: "wrong-checksum", on: "QFUPL" });
    expect(upload()).toBe(`\r\n+QFUPL: 2,6163\r\n${ok}`);
  });

  it("finds no room", () => {
    module.inject({ do: "storage-full", nth: 2, times: 2 });
    expect(host.ask('AT+QFLDS="RAM"')).not.toContain("+QFLDS: 0,");
    expect(host.ask('AT+QFLDS="RAM"')).toContain("+QFLDS: 0,");
    expect(host.ask('AT+QFUPL="RAM:a",2,5')).toBe("\r\n+CME ERROR: 420\r\n");
    expect(host.ask('AT+QFUPL="RAM:a",2,5')).toBe("\r\nCONNECT\r\n");
  });

  it.each([
    ["lost-ack", "AA"],
    ["doubled-ack", "AAAA"],
    ["flipped-ack", "A@A"],
  ] as const)("%s hits one letter", (name, letters) => {
    module.inject({ do: name, on: "QFUPL", atAck: 2 });
    host.ask('AT+QFUPL="RAM:a",3500,5,1');
    host.type("x".repeat(3072));
    expect(host.take()).toBe(letters);
  });

  it("has a line in it that nobody asked for", () => {
    module.inject({ do: "stray-line", line: "+CREG: 1", afterBytes: 2 });
    module.inject({ do: "stray-line", line: "RING", when: "connect" });
    expect(host.ask("AT+QSMTPBODY=0,4")).toBe("\r\nCONNECT\r\n\r\nRING\r\n");
    host.type("a");
    expect(host.take()).toBe("");
    host.type("bcd");
    expect(host.take()).toBe(`\r\n+CREG: 1\r\n\r\n+QSMTPBODY: 4\r\n${ok}`);
    expect(kept()).toBe("abcd");
  });
});

describe("the module", () => {
  it.each<[ModuleFault, string]>([
    [{ do: "power-off" }, ""],
    [{ do: "power-off", when: "after", lines: ["BYE"] }, `${signal}${ok}\r\nBYE\r\n`],
    [{ do: "power-off", afterBytes: 4 }, "\r\n+C"],
    [{ do: "restart", lines: [], afterBytes: 3 }, "\r\n+"],
    [{ do: "restart", lines: ["RDY"], when: "after", afterMs: 10 }, signal + ok],
    [{ do: "silence", forMs: 10 }, ""],
    [{ do: "silence", forMs: 10, when: "after" }, signal + ok],
    [{ do: "silence", forMs: 10, afterBytes: 6 }, "\r\n+CSQ"],
    [{ do: "flow-stalls", forMs: 10 }, signal + ok],
  ])("%j", (fault, said) => {
    module.inject({ ...fault, on: "CSQ" });
    expect(host.ask("AT+CSQ")).toBe(said);
    expect(module.isPowered).toBe(fault.do !== "power-off");
    const next = {
      "power-off": ["", ""],
      restart: "afterMs" in fault ? [ok, "\r\nRDY\r\n"] : [`AT\r${ok}`, ""],
      silence: ["", ""],
      "flow-stalls": ["", ok],
    } as Record<string, string[]>;
    const [now, later] = next[fault.do] ?? [];
    expect(host.ask("AT")).toBe(now);
    vi.advanceTimersByTime(10);
    expect(host.take()).toBe(later);
    module.verify();
  });

  it("is cut off at a byte of the data, and lives on", () => {
    let cut = 0;
    Object.assign(host.farEnd, { unplug: () => cut++ });
    module.inject({ do: "hang-up", on: "QSMTPBODY", afterBytes: 3 });
    host.ask("AT+QSMTPBODY=0,5");
    host.type("ab");
    expect(cut).toBe(0);
    host.type("c");
    expect(cut).toBe(1);
    host.type("de");
    expect(host.take()).toBe(`\r\n+QSMTPBODY: 5\r\n${ok}`);
  });

  it.each<[ModuleFault, number]>([
    [{ do: "hang-up" }, 1],
    [{ do: "hang-up", when: "connect" }, 1],
    [{ do: "hang-up", when: "after" }, 0],
  ])("is cut off: %j", (fault, cuts) => {
    let cut = 0;
    Object.assign(host.farEnd, { unplug: () => cut++ });
    module.inject(fault);
    host.ask("AT+QSMTPBODY=0,5");
    expect(cut).toBe(cuts);
    host.type("abcde");
    expect(cut).toBe(1);
  });

  it("loses its context when data mode opens, or in a download", () => {
    host.ask("AT+QIACT=1");
    module.inject({ do: "drop-context", on: "QSMTPBODY", when: "connect" });
    host.ask("AT+QSMTPBODY=0,1");
    expect(host.ask("x")).toContain('+QIURC: "pdpdeact",1');
    host.ask("AT");
    host.ask("AT+QIACT=1");
    module.files.write("RAM:a", "abcd");
    module.inject({ do: "drop-context", contextId: 1, silently: true, afterBytes: 2 });
    expect(host.ask('AT+QFDWL="RAM:a"')).toContain("abcd");
    expect(host.ask("AT+QIACT?")).toContain("+QIACT: 1,");
  });

  it("loses its context while a mail is on its way", async () => {
    module.mailbox.respondWith({ delayMs: 5000 });
    module.inject({ do: "drop-context", on: "QSMTPPUT", when: "after", afterMs: 1000 });
    expect(await order()).toBe(ok);
    await vi.advanceTimersByTimeAsync(1000);
    expect(host.take()).toBe(
      `\r\n+QIURC: "pdpdeact",1\r\n\r\n+QSMTPPUT: ${smtpErrorNumber.contextDeactivated},0\r\n`,
    );
  });

  it("restarts in a download: what is left of it never comes", () => {
    module.files.write("RAM:a", "abcdef");
    module.inject({ do: "restart", lines: [], on: "QFDWL", afterBytes: 4 });
    expect(host.ask('AT+QFDWL="RAM:a"')).toBe("\r\nCONNECT\r\nabcd");
    expect(host.ask("AT")).toBe(`AT\r${ok}`);
  });

  it("restarts at the speed of the line where it was told to", () => {
    module.dispose();
    module = createSimulatedModule({ baudRate: 9600, bootLines: ["RDY"] });
    module.attach(host.farEnd);
    module.inject({ do: "restart", on: "CSQ", afterBytes: 5 });
    host.type("ATE0\r");
    vi.advanceTimersByTime(100);
    host.take();
    host.type("AT+CSQ\r");
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("\r\n+CS\r\nRDY\r\n");
  });
});
