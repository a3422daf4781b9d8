import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSimulatedModule, type SimulatedModule } from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const line = (text: string): string => `\r\n${text}\r\n${ok}`;

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  module = createSimulatedModule();
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
});

afterEach(() => {
  module.dispose();
});

/** Every form that section 4 of the base sheet gives as one of the family, in its order. */
const forms: readonly string[] = `
AT ATE0 ATE1 ATV1 ATQ0 ATX0 ATX4 AT&F AT&F0 AT&W AT&W0 ATZ ATZ0 AT&V ATI
AT+CGMI AT+CGMI=? AT+GMI AT+GMI=? AT+CGMM AT+CGMM=? AT+GMM AT+GMM=? AT+CGMR AT+CGMR=? AT+GMR AT+GMR=?
AT+CGSN AT+GSN AT+GSN=? AT+CGSN=0 AT+CGSN=1 AT+CGSN=? AT+CMEE? AT+CMEE=? AT+CMEE=1 AT+CMEE=2
AT+CSCS? AT+CSCS="IRA" AT+CSCS="UCS2" AT+CSCS="GSM" AT+CCLK? AT+CCLK="24/05/01,12:00:00+08"
AT+IPR? AT+IPR=? AT+IPR=9600 AT+IFC? AT+IFC=? AT+IFC=2,2 AT+ICF? AT+ICF=? AT+ICF=3 AT+ICF=3,3
AT&C AT&C0 AT&C1 AT&D AT&D0 AT&D1 AT&D2
AT+CPIN? AT+CPIN=? AT+QSIMSTAT? AT+QSIMSTAT=? AT+QSIMSTAT=1 AT+QSIMDET=1,0 AT+QINISTAT AT+QPINC="SC" AT+QPINC="P2"
AT+CSQ AT+CSQ=? AT+CREG? AT+CREG AT+CREG=2 AT+CGREG? AT+CGREG AT+CGREG=2 AT+CEREG? AT+CEREG AT+CEREG=2 AT+COPS? AT+QNWINFO
AT+CGATT? AT+CGATT=1 AT+CGDCONT? AT+CGDCONT=2 AT+CGDCONT=2,"IP" AT+CGDCONT=2,"IP","net" AT+CGDCONT=2,"IP","net","",0,0,0,0
AT+CGACT? AT+CGACT=1,1 AT+CGACT=0,1 AT+CGPADDR AT+CGPADDR=1 AT+CGPADDR=1,2 AT+CGPADDR=?
AT+CGQREQ=1,1 AT+CGQREQ? AT+CGQREQ=1 AT+CGQMIN=1,1,1,1,1,1 AT+CGQMIN? AT+CGQMIN=1
AT+CGEQREQ=1,2 AT+CGEQREQ? AT+CGEQREQ=1 AT+CGEQMIN=1,2,64,64 AT+CGEQMIN? AT+CGEQMIN=1
AT+QURCCFG="urcport" AT+QURCCFG="urcport","uart1" AT+QURCCFG=? AT+QINDCFG="csq" AT+QINDCFG="csq",1 AT+QINDCFG="csq",1,1
AT+QCFG="urc/ri/ring" AT+QCFG="urc/ri/ring","pulse",120,1000,5000,"off",1 AT+QCFG="urc/ri/smsincoming" AT+QCFG="urc/ri/smsincoming","pulse",120,1
AT+QCFG="urc/ri/other" AT+QCFG="urc/ri/other","off",120,1 AT+QCFG="risignaltype" AT+QCFG="risignaltype","physical"
AT+QCFG="urc/delay" AT+QCFG="urc/delay",1 AT+QCFG="urc/cache" AT+QCFG="urc/cache",0 AT+QCFG="urc/ri/pin" AT+QCFG="cmux/urcport"
AT+QCFG="urcport/sms" AT+QCFG="urcdelay" AT+QCFG="urc/poweron" AT+QAPRDYIND=15
AT+CFUN? AT+CFUN=? AT+CFUN=4 AT+CFUN=0 AT+CFUN=1 AT+CFUN=1,0
ATS0? ATS3? ATS4? ATS5? ATS10? ATS12? ATS0=0 ATS3=13 ATS4=10 ATS5=8 ATS10=15 ATS12=50
AT+CIMI AT+CIMI=? AT+QCCID AT+GCAP ATH ATH0
AT+CFUN=1,1 AT+QPOWD`
  .trim()
  .split(/\s+/);

describe("every form of the base sheet", () => {
  it("answers, one after the other on one module", () => {
    const refused = forms.filter((form) => {
      if (module.profile.echo) module.profile.echo = false;
      return !host.ask(form).includes(ok);
    });
    expect(refused).toEqual([]);
    expect(forms.length).toBeGreaterThan(150);
  });

  it.each([
    ["AT+GMI", "Quectel"],
    ["AT+GMM", "EC25"],
    ["AT+GMR", "EC25EFAR06A17M4G"],
    ["AT+GSN", "350000000000014"],
    ['AT+QPINC="SC"', '+QPINC: "SC",3,10'],
    ["AT+CIMI", "001010123456789"],
    ["AT+QCCID", "+QCCID: 8900100000000000001"],
    ["AT+GCAP", "+GCAP: +CGSM"],
  ])("%s answers %s", (command, answer) => {
    expect(host.ask(command)).toBe(line(answer));
  });

  it.each([
    "AT+NOPE",
    "AT+CMGS=?",
    "AT+CGMM?",
    "AT+GMM?",
    "ATS1?",
    "AT%VER",
    "ATD123;",
    "AT$QX",
    "AT+FCLASS=0",
  ])("%s, which is none of them, is ERROR", (command) => {
    expect(host.ask(command)).toBe("\r\nERROR\r\n");
  });
});

describe("bare forms of the registration reports", () => {
  it.each(["+CREG", "+CGREG", "+CEREG"])("AT%s ends them", (name) => {
    host.ask(`AT${name}=2`);
    expect(host.ask(`AT${name}`)).toBe(ok);
    expect(host.ask(`AT${name}?`)).toBe(line(`${name}: 0,1`));
  });
});

describe("quality of service", () => {
  it("is kept for each context, over a restart, until it is cleared", () => {
    host.ask("AT+CGQREQ=2,1,3");
    host.ask("AT+CGQREQ=1,2");
    module.restart();
    host.ask("ATE0");
    expect(host.ask("AT+CGQREQ?")).toBe(
      `\r\n+CGQREQ: 1,2,0,0,0,0\r\n+CGQREQ: 2,1,3,0,0,0\r\n${ok}`,
    );
    expect(host.ask("AT+CGQMIN?")).toBe(ok);
    host.ask("AT+CGQREQ=1");
    expect(host.ask("AT+CGQREQ?")).toBe(line("+CGQREQ: 2,1,3,0,0,0"));
  });
});

describe("attempts left", () => {
  it("count down with wrong codes, and are full again after the right one", () => {
    module.dispose();
    module = createSimulatedModule({ sim: { pin: "1234", puk: "87654321" } });
    module.attach(host.farEnd);
    host.ask("ATE0");
    const left = (): string => host.ask('AT+QPINC="SC"');
    host.ask('AT+CPIN="0000"');
    expect(left()).toBe(line('+QPINC: "SC",2,10'));
    expect(host.ask("AT+CIMI")).toBe("\r\n+CME ERROR: 11\r\n");
    host.ask('AT+CPIN="0000"');
    host.ask('AT+CPIN="0000"');
    expect(left()).toBe(line('+QPINC: "SC",0,10'));
    expect(host.ask("AT+CIMI")).toBe("\r\n+CME ERROR: 12\r\n");
    host.ask('AT+CPIN="0000","1234"');
    expect(left()).toBe(line('+QPINC: "SC",0,9'));
    host.ask('AT+CPIN="87654321","4321"');
    expect(left()).toBe(line('+QPINC: "SC",3,10'));
  });

  it("run out: the card is of no use any more", () => {
    module.dispose();
    module = createSimulatedModule({ sim: { state: "puk" } });
    module.attach(host.farEnd);
    host.ask("ATE0");
    for (let attempt = 0; attempt < 10; attempt++) host.ask('AT+CPIN="0000","1234"');
    expect(host.ask("AT+CPIN?")).toBe("\r\n+CME ERROR: 13\r\n");
    expect(host.ask("AT+CIMI")).toBe("\r\n+CME ERROR: 13\r\n");
  });
});
