import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../../as-read.fixture.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const error = "\r\nERROR\r\n";
const line = (text: string): string => `\r\n${text}\r\n${ok}`;

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule({ family: asRead, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
}

/** The number that AT+QIGETERROR prints. */
function lastError(): number {
  return Number(/^\r\n\+QIGETERROR: (\d+), /.exec(host.ask("AT+QIGETERROR"))?.[1]);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("AT+QIGETERROR", () => {
  const wrong = [
    "AT+QIACT=17",
    "AT+QIACT=",
    "AT+QIDEACT=0",
    "AT+QICSGP=99",
    'AT+QICSGP=1,9,"net"',
    'AT+QICSGP=1,1,"net',
    "AT+QIDNSCFG=99",
    "AT+QIDNSGIP=1",
    'AT+QSSLCFG="seclevel",9',
    'AT+QSSLCFG="seclevel",1,9',
    'AT+QSSLCFG="nosuch",1,1',
    'AT+QSSLCFG="cacert",1,"ca.pem',
  ];
  const right = [
    "AT+QIACT?",
    "AT+QIACT=1",
    "AT+QIACT=?",
    "AT+QICSGP=1",
    'AT+QICSGP=2,1,"net"',
    "AT+QIDEACT=1",
    'AT+QSSLCFG="seclevel",1',
    'AT+QSSLCFG="seclevel",1,2',
  ];

  it.each(wrong)("tells 552 behind %s", (command) => {
    start();
    expect(host.ask(command)).toBe(error);
    expect(host.ask("AT+QIGETERROR")).toBe(line("+QIGETERROR: 552, invalid parameters"));
    expect(lastError()).toBe(552);
  });

  it.each(right)("is set back by %s", (command) => {
    start();
    host.ask("AT+QIACT=17");
    expect(host.ask(command)).toContain(ok);
    expect(host.ask("AT+QIGETERROR")).toBe(line("+QIGETERROR: 0, operate successfully"));
  });

  it.each(["AT", "AT+CSQ", "AT+QISTATE=9", "AT+QINISTAT", "AT+QSMTPPUT=1", "AT+QINDCFG=9"])(
    "is left alone by %s",
    (command) => {
      start();
      host.ask("AT+QIACT=5");
      host.ask(command);
      expect(lastError()).toBe(573);
    },
  );
});

describe("definition", () => {
  it("of context 1 is that of a module that nobody has set up, with one address", () => {
    start();
    expect(host.ask("AT+QICSGP=1")).toBe(line('+QICSGP: 1,"","","",0'));
    host.ask("AT+QIACT=1");
    expect(host.ask("AT+QIACT?")).toBe(line('+QIACT: 1,1,1,"10.7.157.1"'));
  });

  it("is empty at first, and kept over a restart", () => {
    start();
    expect(host.ask("AT+QICSGP=2")).toBe(line('+QICSGP: 1,"","","",0'));
    expect(host.ask('AT+QICSGP=2,1,"internet","me","hush",2')).toBe(ok);
    expect(host.ask("AT+QICSGP=2")).toBe(line('+QICSGP: 1,"internet","me","hush",2'));
    module.restart();
    host.ask("ATE0");
    expect(host.ask("AT+QICSGP=2")).toBe(line('+QICSGP: 1,"internet","me","hush",2'));
  });

  it("is the same as that of AT+CGDCONT", () => {
    start();
    host.ask('AT+CGDCONT=3,"IPV6","private"');
    expect(host.ask("AT+QICSGP=3")).toBe(line('+QICSGP: 2,"private","","",0'));
    expect(host.ask("AT+CGDCONT?")).toBe(
      '\r\n+CGDCONT: 1,"IP","","0.0.0.0",0,0,0,0\r\n+CGDCONT: 3,"IPV6","private","0.0.0.0",0,0,0,0\r\n\r\nOK\r\n',
    );
    expect(host.ask("AT+CGDCONT=3")).toBe(ok);
    expect(host.ask("AT+CGDCONT?")).not.toContain("private");
  });

  it("cannot change while the context is active", () => {
    start();
    host.ask("AT+QIACT=1");
    expect(host.ask('AT+QICSGP=1,1,"other"')).toBe(error);
    expect(lastError()).toBe(572);
    expect(host.ask('AT+CGDCONT=1,"IP","other"')).toBe("\r\n+CME ERROR: 3\r\n");
  });
});

describe("activation", () => {
  it("is listed with the address", () => {
    start();
    expect(host.ask("AT+QIACT?")).toBe(ok);
    host.ask('AT+QICSGP=1,1,"internet"');
    expect(host.ask("AT+QIACT=1")).toBe(ok);
    expect(host.ask("AT+QIACT?")).toBe(line('+QIACT: 1,1,1,"10.7.157.1"'));
    expect(host.ask("AT+CGACT?")).toBe(line("+CGACT: 1,1"));
    expect(host.ask("AT+CGPADDR=1")).toBe(line('+CGPADDR: 1,"10.7.157.1"'));
    expect(host.ask("AT+QIDEACT=1")).toBe(ok);
    expect(host.ask("AT+QIACT?")).toBe(ok);
    expect(host.ask("AT+QIDEACT=1")).toBe(ok);
  });

  it("has two addresses for both families", () => {
    start();
    host.ask('AT+QICSGP=1,3,"internet"');
    host.ask("AT+QIACT=1");
    expect(host.ask("AT+QIACT?")).toBe(line('+QIACT: 1,1,3,"10.7.157.1","2001:db8:0:0:0:0:0:1"'));
  });

  it("is possible for three contexts, not for a fourth", () => {
    start();
    for (let id = 1; id <= 4; id++) host.ask(`AT+QICSGP=${id},1,"internet"`);
    for (let id = 1; id <= 3; id++) expect(host.ask(`AT+QIACT=${id}`)).toBe(ok);
    expect(host.ask("AT+QIACT=4")).toBe(error);
    expect(host.ask("AT+QIGETERROR")).toBe(line("+QIGETERROR: 561, open PDP context failed"));
  });

  it("fails while others hold the context, and they count", () => {
    start();
    for (let id = 1; id <= 4; id++) host.ask(`AT+QICSGP=${id},1,"internet"`);
    expect(host.ask("AT+CGACT=1,1")).toBe(ok);
    module.pdpHold(2);
    expect(host.ask("AT+QIACT?")).toBe(ok);
    expect(host.ask("AT+CGACT?")).toContain("+CGACT: 1,1\r\n+CGACT: 2,1\r\n+CGACT: 3,0\r\n");
    expect(host.ask("AT+QIACT=1")).toBe(error);
    expect(lastError()).toBe(561);
    expect(host.ask("AT+QIACT=2")).toBe(error);
    expect(host.ask("AT+QIACT=3")).toBe(ok);
    expect(host.ask("AT+QIACT=4")).toBe(error);
    expect(host.ask("AT+CGACT=0,1")).toBe(ok);
    expect(host.ask("AT+QIACT=1")).toBe(ok);
    module.pdpHold(2, false);
    expect(host.ask("AT+QIACT=4")).toBe(ok);
  });

  it("is shown still when the network has dropped the context without a word", () => {
    start();
    host.ask("AT+QIACT=1");
    module.pdpDrop(1);
    expect(host.take()).toBe("");
    expect(host.ask("AT+QIACT?")).toContain("+QIACT: 1,1");
    expect(host.ask("AT+CGACT?")).toBe(line("+CGACT: 1,0"));
    expect(host.ask('AT+QIDNSGIP=1,"mail.example.org"')).toContain('"dnsgip",565');
    host.ask("AT+QIDEACT=1");
    expect(host.ask("AT+QIACT=1")).toBe(ok);
    expect(host.ask("AT+CGACT?")).toBe(line("+CGACT: 1,1"));
  });

  it("fails for a context without definition", () => {
    start();
    expect(host.ask("AT+QIACT=5")).toBe(error);
    expect(lastError()).toBe(573);
  });

  it("of an active context fails, or not", () => {
    start();
    host.ask("AT+QIACT=1");
    expect(host.ask("AT+QIACT=1")).toBe(error);
    module.dispose();
    start({ pdp: { reactivation: "ok" } });
    host.ask("AT+QIACT=1");
    expect(host.ask("AT+QIACT=1")).toBe(ok);
  });

  it("needs the network", () => {
    start();
    module.setRegistration(2);
    expect(host.ask("AT+QIACT=1")).toBe(error);
    module.setRegistration({ eps: 5 });
    expect(host.ask("AT+QIACT=1")).toBe(ok);
    expect(lastError()).toBe(0);
  });

  it("takes as long as the network needs, and nothing else is answered meanwhile", () => {
    start({ pdp: { activationDelayMs: 3000 } });
    host.type("AT+QIACT=1\rAT+QIACT?\r");
    vi.advanceTimersByTime(2999);
    expect(host.take()).toBe("");
    expect(module.settings.pdp(1)?.active).toBe(false);
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(ok);
    vi.advanceTimersByTime(4);
    expect(host.take()).toContain("+QIACT: 1,1");
  });
});

describe("the end of a context", () => {
  it("is told when the network drops it", () => {
    start();
    host.ask("AT+QIACT=1");
    module.pdpDeactivate(1);
    expect(host.take()).toBe('\r\n+QIURC: "pdpdeact",1\r\n');
    expect(host.ask("AT+QIACT?")).toBe(ok);
    module.pdpDeactivate(1);
    expect(host.take()).toBe("");
  });

  it("comes with AT+CGATT=0, AT+CFUN=4 and a restart", () => {
    start();
    for (const command of ["AT+CGATT=0", "AT+CFUN=4"]) {
      host.ask("AT+CGATT=1");
      host.ask("AT+CFUN=1");
      expect(host.ask("AT+QIACT=1")).toBe(ok);
      expect(host.ask(command)).toContain('\r\n+QIURC: "pdpdeact",1\r\n');
    }
    host.ask("AT+CFUN=1");
    expect(host.ask("AT+QIACT=1")).toBe(ok);
    module.restart();
    expect(module.settings.pdp(1)?.active).toBe(false);
  });
});

describe("DNS", () => {
  it("servers belong to an active context", () => {
    start();
    expect(host.ask('AT+QIDNSCFG=1,"8.8.8.8"')).toBe(error);
    expect(host.ask("AT+QIDNSCFG=1")).toBe(error);
    host.ask("AT+QIACT=1");
    expect(host.ask('AT+QIDNSCFG=1,"192.0.2.8","192.0.2.9"')).toBe(ok);
    expect(host.ask("AT+QIDNSCFG=1")).toBe(line('+QIDNSCFG: 1,"192.0.2.8","192.0.2.9"'));
  });

  it("looks names up", () => {
    start({ pdp: { hosts: { "mail.example.org": ["192.0.2.1", "192.0.2.2"] } } });
    host.ask("AT+QIACT=1");
    expect(host.ask('AT+QIDNSGIP=1,"Mail.example.org"')).toBe(
      `${ok}\r\n+QIURC: "dnsgip",0,2,600\r\n\r\n+QIURC: "dnsgip","192.0.2.1"\r\n\r\n+QIURC: "dnsgip","192.0.2.2"\r\n`,
    );
    expect(host.ask('AT+QIDNSGIP=1,"nowhere.example.org"')).toBe(
      `${ok}\r\n+QIURC: "dnsgip",565\r\n`,
    );
  });
});
