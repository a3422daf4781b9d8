import { allOperations } from "@qsmtp/protocol/catalog";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../../as-read.fixture.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const line = (text: string): string => `\r\n${text}\r\n${ok}`;
const urcs = (...lines: readonly string[]): string =>
  lines.map((text) => `\r\n${text}\r\n`).join("");

const ready = ["+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"];

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule({ family: asRead, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("identity", () => {
  it("is that of an EC25", () => {
    start();
    expect(host.ask("ATI")).toBe("\r\nQuectel\r\nEC25\r\nRevision: EC25EFAR06A17M4G\r\n\r\nOK\r\n");
    expect(host.ask("AT+CGMI;+CGMM;+CGMR")).toBe(
      "\r\nQuectel\r\n\r\nEC25\r\n\r\nEC25EFAR06A17M4G\r\n\r\nOK\r\n",
    );
    expect(host.ask("AT+QGMR")).toBe(line("EC25EFAR06A17M4G_20.200.20.200"));
  });

  it("may be another", () => {
    start({ identity: { model: "EG91", imei: "350000000000022" } });
    expect(host.ask("AT+CGMM")).toBe(line("EG91"));
    expect(host.ask("ATI")).toMatch(/^\r\nQuectel\r\nEG91\r\nRevision: EG91\w+\r\n/);
    expect(host.ask("AT+QGMR")).toMatch(/^\r\nEG91\w+_/);
    expect(host.ask("AT+CGSN")).toBe(line("350000000000022"));
    expect(host.ask("AT+CGSN=1")).toBe(line("+CGSN: 350000000000022"));
    module.dispose();
    start({ identity: { model: "EG95", revision: "MINE" } });
    expect(host.ask("AT+CGMR")).toBe(line("MINE"));
  });
});

describe("settings of the interface", () => {
  it("are shown by AT&V", () => {
    start();
    host.ask("AT&D1");
    expect(host.ask("AT&V")).toBe(
      "\r\n&C: 1\r\n&D: 1\r\nE: 0\r\nQ: 0\r\nV: 1\r\nX: 4\r\nS0: 0\r\nS3: 13\r\nS4: 10\r\nS5: 8\r\nS10: 15\r\nS12: 50\r\n\r\nOK\r\n",
    );
  });

  it("go back to factory values with AT&F", () => {
    start();
    host.ask("AT&D0;+CMEE=2;S12=25");
    expect(host.ask("AT&F")).toBe(ok);
    expect(host.ask("AT+CMEE?")).toBe(`AT+CMEE?\r${line("+CMEE: 1")}`);
    expect(module.profile).toMatchObject({ echo: true, dtrMode: 2, escapeGuardSteps: 50 });
  });

  it("survive a restart when AT&W stored them, AT+CMEE never", () => {
    start();
    host.ask("AT&D1;+CMEE=2;&W;&D0");
    module.restart();
    host.take();
    expect(module.profile).toMatchObject({ echo: false, dtrMode: 1, errorForm: 1 });
    host.ask("AT&D2");
    expect(host.ask("ATZ")).toBe(ok);
    expect(module.profile.dtrMode).toBe(1);
  });

  it("of the registration reports too are stored, recalled, and cleared", () => {
    start();
    expect(host.ask("AT+CREG=2;+CEREG=1;&W;+CREG=0;+CGREG=1")).toBe(ok);
    module.restart();
    host.take();
    expect(module.profile.echo).toBe(false);
    expect(host.ask("AT+CEREG?")).toBe(line("+CEREG: 1,1"));
    expect(host.ask("AT+CGREG?")).toBe(line("+CGREG: 0,1"));
    expect(host.ask("AT+CREG=1;Z+CREG?")).toContain("+CREG: 2,1,");
    expect(host.ask("AT&FE0+CREG?;+CEREG?")).toBe(`\r\n+CREG: 0,1\r\n\r\n+CEREG: 0,1\r\n${ok}`);
  });

  it.each([
    ["AT+IPR", "115200", "9600"],
    ["AT+IFC", "0,0", "2,2"],
    ["AT+CSCS", '"GSM"', '"UCS2"'],
  ])("%s is kept", (command, initial, changed) => {
    start();
    const prefix = command.slice(2);
    expect(host.ask(`${command}?`)).toBe(line(`${prefix}: ${initial}`));
    expect(host.ask(`${command}=${changed}`)).toBe(ok);
    expect(host.ask(`${command}?`)).toBe(line(`${prefix}: ${changed}`));
  });

  it.each([
    ['AT+QURCCFG="urcport"', '"usbat"', '"uart1"'],
    ['AT+QCFG="urc/delay"', "0", "1"],
    ['AT+QCFG="risignaltype"', '"respective"', '"physical"'],
    ['AT+QINDCFG="csq"', "0", "1"],
  ])("%s is kept", (command, initial, changed) => {
    start();
    const [prefix, key] = command.slice(2).split("=");
    expect(host.ask(command)).toBe(line(`${prefix}: ${key},${initial}`));
    expect(host.ask(`${command},${changed}`)).toBe(ok);
    expect(host.ask(command)).toBe(line(`${prefix}: ${key},${changed}`));
  });
});

describe("SIM", () => {
  it("wants its PIN, and tells when it is ready", () => {
    start({ sim: { pin: "1234" } });
    expect(host.ask("AT+CPIN?")).toBe(line("+CPIN: SIM PIN"));
    expect(host.ask("AT+CREG?")).toBe(line("+CREG: 0,0"));
    expect(host.ask('AT+CPIN="0000"')).toBe("\r\n+CME ERROR: 16\r\n");
    expect(host.ask('AT+CPIN="1234"')).toBe(ok + urcs(...ready));
    expect(host.ask("AT+CPIN?")).toBe(line("+CPIN: READY"));
    expect(host.ask('AT+CPIN="1234"')).toBe("\r\n+CME ERROR: 3\r\n");
    module.restart();
    expect(host.take()).toBe(urcs("RDY", "+CFUN: 1", "+CPIN: SIM PIN"));
  });

  it("is blocked by three wrong PINs, until its PUK comes", () => {
    start({ sim: { pin: "1234", puk: "87654321" } });
    for (let i = 0; i < 3; i++) host.ask('AT+CPIN="0000"');
    expect(host.ask("AT+CPIN?")).toBe(line("+CPIN: SIM PUK"));
    expect(host.ask('AT+CPIN="1234"')).toBe("\r\n+CME ERROR: 16\r\n");
    expect(host.ask('AT+CPIN="87654321","4321"')).toBe(ok + urcs(...ready));
  });

  it.each([
    ["absent", 10],
    ["failure", 13],
    ["busy", 14],
  ] as const)("that is %s answers %i", (state, error) => {
    start({ sim: { state } });
    expect(host.ask("AT+CPIN?")).toBe(`\r\n+CME ERROR: ${error}\r\n`);
    expect(host.ask("AT+QINISTAT")).toBe(line("+QINISTAT: 0"));
    module.setSim("ready");
    expect(host.take()).toBe(urcs(...ready));
    expect(host.ask("AT+QINISTAT")).toBe(line("+QINISTAT: 7"));
  });

  it("taken out ends contexts and registration", () => {
    start();
    host.ask("AT+QIACT=1");
    module.setSim("absent");
    expect(host.take()).toBe(urcs('+QIURC: "pdpdeact",1', "+CPIN: NOT READY"));
    expect(host.ask("AT+QSIMSTAT?")).toBe(line("+QSIMSTAT: 0,0"));
    expect(host.ask("AT+CEREG?")).toBe(line("+CEREG: 0,0"));
  });
});

describe("network", () => {
  it("tells signal, registration and operator", () => {
    start();
    expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 20,99"));
    module.setSignal(99, 0);
    expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 99,0"));
    expect(host.ask("AT+COPS?")).toBe(line('+COPS: 0,0,"Example Net",7'));
    expect(host.ask("AT+QNWINFO")).toBe(line('+QNWINFO: "FDD LTE","00101","LTE BAND 3",1300'));
    expect(host.ask("AT+CGATT?")).toBe(line("+CGATT: 1"));
    module.setRegistration(3);
    expect(host.ask("AT+CREG?")).toBe(line("+CREG: 0,3"));
    expect(host.ask("AT+COPS?")).toBe(line("+COPS: 0"));
    expect(host.ask("AT+QNWINFO")).toBe(line('+QNWINFO: "NONE","","",0'));
  });

  it("tells changes of the registration that the host asked for", () => {
    start();
    host.ask("AT+CREG=1;+CEREG=2");
    expect(host.ask("AT+CEREG?")).toBe(line('+CEREG: 2,1,"D509","80D413D",7'));
    module.setRegistration(2);
    expect(host.take()).toBe(urcs("+CREG: 2", "+CEREG: 2"));
    module.setRegistration({ eps: 5 });
    expect(host.take()).toBe(urcs('+CEREG: 5,"D509","80D413D",7'));
    module.setRegistration({ eps: 5 });
    expect(host.take()).toBe("");
  });

  it("is off under AT+CFUN=4, and the SIM too under AT+CFUN=0", () => {
    start();
    host.ask("AT+CREG=1");
    expect(host.ask("AT+CFUN=4")).toBe(ok + urcs("+CREG: 0"));
    expect(host.ask("AT+CPIN?")).toBe(line("+CPIN: READY"));
    expect(host.ask("AT+CFUN=0")).toBe(ok + urcs("+CPIN: NOT READY"));
    expect(host.ask("AT+CPIN?")).toBe("\r\n+CME ERROR: 13\r\n");
    expect(host.ask("AT+CFUN=1")).toBe(ok + urcs("+CREG: 1", ...ready));
    expect(host.ask("AT+CFUN?")).toBe(line("+CFUN: 1"));
  });
});

describe("what a command causes follows its result", () => {
  beforeEach(() => {
    start();
    host.ask("AT+CREG=1;+CEREG=1;+QIACT=1");
  });

  const gone = '+QIURC: "pdpdeact",1';

  it.each([
    ["AT+CFUN=4", [gone, "+CREG: 0", "+CEREG: 0"]],
    ["AT+CFUN=0", [gone, "+CREG: 0", "+CEREG: 0", "+CPIN: NOT READY"]],
    ["AT+CGATT=0", [gone, "+CREG: 0", "+CEREG: 0"]],
  ])("of %s", (command, lines) => {
    expect(host.ask(command)).toBe(ok + urcs(...lines));
  });

  it("also the result of the whole line, while its other commands find what has changed", () => {
    expect(host.ask("AT+CFUN=4;+CFUN?;+CEREG?")).toBe(
      `\r\n+CFUN: 4\r\n\r\n+CEREG: 1,0\r\n${ok}${urcs(gone, "+CREG: 0", "+CEREG: 0")}`,
    );
  });
});

describe("a detached module", () => {
  it("is registered nowhere in LTE, until it attaches again", () => {
    start();
    host.ask("AT+CGATT=0");
    for (const name of ["+CREG", "+CGREG", "+CEREG"]) {
      expect(host.ask(`AT${name}?`)).toBe(line(`${name}: 0,0`));
    }
    expect(host.ask("AT+COPS?")).toBe(line("+COPS: 0"));
    expect(host.ask("AT+CGATT?")).toBe(line("+CGATT: 0"));
    host.ask("AT+CGATT=1");
    expect(host.ask("AT+CEREG?")).toBe(line("+CEREG: 0,1"));
  });
});

describe("test forms", () => {
  const emptyLists = allOperations
    .filter(({ form, supports = [] }) => form === "test" && supports.length > 0)
    .map(({ at }) => `AT${at}=?`);

  it.each(emptyLists)("%s prints no empty list", (command) => {
    start();
    expect(host.ask(command)).not.toMatch(/\(\)/);
  });
});

describe("restart", () => {
  it("announces itself and forgets what is volatile", () => {
    start();
    host.ask('AT+CMEE=0;+CREG=2;+CSCS="UCS2";+IPR=9600');
    module.restart();
    expect(host.take()).toBe(urcs("RDY", "+CFUN: 1", ...ready));
    expect(host.ask("AT+CMEE?;+CREG?;+CSCS?;+IPR?")).toBe(
      'AT+CMEE?;+CREG?;+CSCS?;+IPR?\r\r\n+CMEE: 1\r\n\r\n+CREG: 0,1\r\n\r\n+CSCS: "GSM"\r\n\r\n+IPR: 9600\r\n\r\nOK\r\n',
    );
  });

  it("brings radio and SIM back to full function", () => {
    start();
    host.ask("AT+CFUN=0;&W");
    module.restart();
    expect(host.take()).toBe(urcs("RDY", "+CFUN: 1", ...ready));
    expect(host.ask("AT+CFUN?;+CPIN?;+CEREG?")).toBe(
      "\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n\r\n+CEREG: 0,1\r\n\r\nOK\r\n",
    );
  });

  it("comes after the OK of AT+CFUN=1,1", () => {
    start();
    expect(host.ask("AT+CFUN=1,1")).toBe(ok + urcs("RDY", "+CFUN: 1", ...ready));
    expect(host.ask("AT+CFUN=0,1")).toContain("+CME ERROR: 50");
  });

  it("lets the OK out of a slow line first", () => {
    start({ baudRate: 9600 });
    vi.advanceTimersByTime(100);
    host.take();
    host.type("AT+CFUN=1,1\r");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(ok + urcs("RDY", "+CFUN: 1", ...ready));
  });

  it("can be without a word: the first echo tells of it", () => {
    start();
    module.files.write("RAM:a", "a");
    module.files.write("UFS:b", "b");
    host.ask('AT+QIACT=1;+QSMTPCFG="smtpserver","mail.example.org",465;+QSMTPCFG="ssltype",1');
    host.ask('AT+QSSLCFG="seclevel",1,2;+CMEE=0;+QSMTPDST=1,1,"ops@example.org";+QSMTPSUB=0,"s"');
    host.ask('AT+QSMTPATT=1,1,"RAM:a"');
    host.ask("AT+QSMTPBODY=0,1");
    host.type("b");
    host.take();
    module.restart({ lines: [] });
    expect(host.take()).toBe("");
    expect(host.ask("AT")).toBe(`AT\r${ok}`);
    host.ask("ATE0");
    for (const [question, answer] of [
      ['AT+QSMTPCFG="smtpserver"', '+QSMTPCFG: "smtpserver","",25'],
      ['AT+QSMTPCFG="ssltype"', '+QSMTPCFG: "ssltype",0'],
      ['AT+QSSLCFG="seclevel",1', '+QSSLCFG: "seclevel",1,0'],
      ["AT+CMEE?", "+CMEE: 1"],
      ["AT+QSMTPSUB?", '+QSMTPSUB: 0,""'],
    ] as const) {
      expect(host.ask(question)).toBe(line(answer));
    }
    for (const question of ["AT+QSMTPDST?", "AT+QSMTPATT?", "AT+QIACT?", 'AT+QFLST="RAM:*"']) {
      expect(host.ask(question)).toBe(ok);
    }
    expect(module.settings.draft.body.bytes).toHaveLength(0);
    expect(host.ask('AT+QFLST="UFS:*"')).toBe(line('+QFLST: "UFS:b",1'));
  });

  it("prints other lines when it is told which", () => {
    start({ bootLines: ["RDY", "APP RDY"] });
    module.restart();
    expect(host.take()).toBe(urcs("RDY", "APP RDY"));
    module.restart({ lines: ["+CPIN: READY"] });
    expect(host.take()).toBe(urcs("+CPIN: READY"));
  });

  it("follows a power-off of its own, also in the middle of data", () => {
    start();
    host.ask("AT+QSMTPBODY=0,5");
    module.powerOff({ lines: ["POWERED DOWN"] });
    expect(host.take()).toBe(urcs("POWERED DOWN"));
    host.type("hello");
    module.restart();
    expect(host.take()).toBe(urcs("RDY", "+CFUN: 1", ...ready));
    module.powerOff();
    expect(host.take()).toBe("");
  });

  it("takes its time, deaf meanwhile", () => {
    start({ bootMs: 5000 });
    host.type("AT+C");
    module.restart();
    expect(host.ask("AT")).toBe("");
    vi.advanceTimersByTime(4999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(urcs("RDY", "+CFUN: 1", ...ready));
    expect(host.ask("AT")).toBe("AT\r\r\nOK\r\n");
  });

  it("brings the module back from AT+QPOWD", () => {
    start();
    expect(host.ask("AT+QPOWD=1")).toBe(ok + urcs("POWERED DOWN"));
    expect(module.isPowered).toBe(false);
    expect(host.ask("AT")).toBe("");
    module.urc("RING");
    expect(host.take()).toBe("");
    module.restart();
    expect(host.take()).toContain("RDY");
  });
});

describe("unsolicited lines", () => {
  it("are not seen on a port that AT+QURCCFG does not name", () => {
    start({ port: "uart1" });
    module.urc("+CREG: 2");
    expect(host.take()).toBe("");
    host.ask('AT+QURCCFG="urcport","uart1"');
    module.urc("+CREG: 2");
    expect(host.take()).toBe(urcs("+CREG: 2"));
    host.ask('AT+QURCCFG="urcport","usbmodem"');
    module.restart();
    expect(host.take()).toBe(urcs("RDY"));
  });

  it("are held back by urc/cache", () => {
    start();
    host.ask('AT+QCFG="urc/cache",1');
    module.urc("+CREG: 2");
    expect(host.take()).toBe("");
    expect(host.ask('AT+QCFG="urc/cache",0')).toBe(ok + urcs("+CREG: 2"));
  });
});

describe("clock", () => {
  it("starts long ago, can be set, and goes on", () => {
    start();
    expect(host.ask("AT+CCLK?")).toBe(line('+CCLK: "80/01/06,00:00:00+00"'));
    expect(host.ask('AT+CCLK="24/12/31,23:59:50+04"')).toBe(ok);
    vi.advanceTimersByTime(15_000);
    expect(host.ask("AT+CCLK?")).toBe(line('+CCLK: "25/01/01,00:00:05+04"'));
    expect(host.ask('AT+CCLK="24/13/31,23:59:50+04"')).toBe("\r\n+CME ERROR: 50\r\n");
  });
});
