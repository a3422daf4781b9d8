import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const error = "\r\nERROR\r\n";
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

describe("basic commands on one line", () => {
  it.each([
    ["ATE1V0Q0", { echo: true, verbose: false }],
    ["ATZ E1 V0 X3 &C0", { echo: true, verbose: false, callProgress: 3, dcdMode: 0 }],
    ["ATE0V1&D2&C1", { echo: false, verbose: true, dtrMode: 2, dcdMode: 1 }],
    ["AT&F&C0&D1E0S0=2", { dcdMode: 0, dtrMode: 1, echo: false, ringsToAnswer: 2 }],
    ["ate0s12=25v1", { echo: false, escapeGuardSteps: 25 }],
    ["AT E 1 S0 = 3 & D 1", { echo: true, ringsToAnswer: 3, dtrMode: 1 }],
    ["AT&D0;+CMEE=2;S12=25", { dtrMode: 0, errorForm: 2, escapeGuardSteps: 25 }],
    ["ATE1+CMEE=2;&D0", { echo: true, errorForm: 2, dtrMode: 0 }],
    ["AT;;E1;", { echo: true }],
  ])("%s does each in turn and says OK once", (command, settings) => {
    expect(host.ask(command)).toBe(command.includes("V0") ? "0\r" : ok);
    expect(module.profile).toMatchObject(settings);
  });

  it("prints what each of them has to say before the one result", () => {
    expect(host.ask("ATS0?S12?+CMEE=1;+CSQ")).toBe(
      `\r\n000\r\n\r\n050\r\n\r\n+CSQ: 20,99\r\n${ok}`,
    );
    expect(host.ask("ATI+CSQ")).toMatch(
      /^\r\nQuectel\r\nEC25\r\n.*\r\n\r\n\+CSQ: 20,99\r\n\r\nOK\r\n$/s,
    );
  });

  it.each([
    ["ATE1X5&D0", error, { echo: true, callProgress: 4, dtrMode: 2 }],
    ["ATE1 Y9 &D0", error, { echo: true, dtrMode: 2 }],
    [
      "ATQ0 V1 E1 S0=1 &C0 &D1 +FCLASS=0",
      error,
      { echo: true, ringsToAnswer: 1, dcdMode: 0, dtrMode: 1 },
    ],
    ["ATE1+CMEE=9;&D0", "\r\n+CME ERROR: 50\r\n", { echo: true, errorForm: 1, dtrMode: 2 }],
    ["AT&D0+CSQ E1", error, { dtrMode: 0, echo: false }],
    ["AT&D1~E1", error, { dtrMode: 2, echo: false }],
    ["AT&D1;~;E1", error, { dtrMode: 1, echo: false }],
    ["AT&D1E?", error, { dtrMode: 1, echo: false }],
    ["AT&D1E=1", error, { dtrMode: 1, echo: false }],
    ["ATDE1V0", error, { echo: false, verbose: true }],
  ])(
    "%s ends at the first that fails, and what stood before has acted",
    (command, answer, settings) => {
      expect(host.ask(command)).toBe(answer);
      expect(module.profile).toMatchObject(settings);
    },
  );

  it("is none of its own inside a text", () => {
    expect(host.ask('ATE1+QSMTPSUB=0,"a;E0&D0";+QSMTPSUB?')).toBe(line('+QSMTPSUB: 0,"a;E0&D0"'));
    expect(module.profile).toMatchObject({ echo: true, dtrMode: 2 });
  });
});

describe("a number left out is 0", () => {
  it.each([
    ["ATE", { echo: false }],
    ["ATX", { callProgress: 0 }],
    ["AT&D", { dtrMode: 0 }],
    ["AT&C", { dcdMode: 0 }],
    ["ATQ", { quiet: false }],
    ["ATS0=", { ringsToAnswer: 0 }],
    ["ATE001", { echo: true }],
    ["ATS012=025", { escapeGuardSteps: 25 }],
  ])("%s", (command, settings) => {
    Object.assign(module.profile, { ringsToAnswer: 1 });
    expect(host.ask(command)).toBe(ok);
    expect(module.profile).toMatchObject(settings);
  });

  it("of ATV too", () => {
    expect(host.ask("ATV")).toBe("0\r");
  });

  it.each(["AT&F", "AT&F0", "AT&W", "AT&W0", "ATZ", "ATZ0", "ATH", "ATH0"])(
    "%s is taken",
    (command) => {
      expect(host.ask(command)).toBe(ok);
    },
  );

  it("of ATO and ATI too", () => {
    expect(host.ask("ATO0")).toBe("\r\nNO CARRIER\r\n");
    expect(host.ask("ATI0")).toBe(host.ask("ATI"));
  });

  it.each([
    "ATE2",
    "ATV2",
    "ATQ2",
    "ATX5",
    "AT&C2",
    "AT&D3",
    "AT&F1",
    "AT&W1",
    "ATZ1",
    "ATO1",
    "ATI9",
    "ATH1",
  ])("%s is an error all the same", (command) => {
    expect(host.ask(command)).toBe(error);
  });
});

describe("A/", () => {
  it("runs the line before again at once, in capitals or not", () => {
    host.ask("AT+CSQ");
    host.type("A/");
    expect(host.take()).toBe(line("+CSQ: 20,99"));
    host.type("a/");
    expect(host.take()).toBe(line("+CSQ: 20,99"));
    expect(module.received.map((command) => command.line)).toEqual(["ATE0", "AT+CSQ", "A/", "a/"]);
  });

  it.each([["A", "/"], ["A/\r"], ["A/\r\n"], ["\nA/"], ["X\bA/"]])(
    "is known however it comes: %j",
    (...pieces) => {
      host.ask("AT+CSQ");
      for (const piece of pieces) host.type(piece);
      expect(host.take()).toBe(line("+CSQ: 20,99"));
      expect(host.ask("AT")).toBe(ok);
    },
  );

  it.each(["AT+NOPE", "ATE1;+NOPE", `AT${"+CSQ;".repeat(500)}`])(
    "repeats %.12s, which failed",
    (command) => {
      host.ask(command);
      module.profile.echo = false;
      host.type("A/");
      expect(host.take()).toBe(error);
    },
  );

  it("repeats the command line, not the rubbish or the blank line behind it", () => {
    host.ask("AT+CSQ");
    host.ask("hello");
    host.ask("");
    host.type("A/");
    expect(host.take()).toBe(line("+CSQ: 20,99"));
  });

  it("without a line before it is an empty one", () => {
    module.restart();
    host.take();
    host.type("A/");
    expect(host.take()).toBe(`A/${ok}`);
  });

  it("is text inside a line and inside data", () => {
    expect(host.ask('AT+QSMTPSUB=0,"A/";+QSMTPSUB?')).toBe(line('+QSMTPSUB: 0,"A/"'));
    expect(host.ask("xA/")).toBe(error);
    expect(host.ask("AA/")).toBe(error);
  });
});

describe("S registers", () => {
  it.each([
    ["ATS0", "000", 255],
    ["ATS3", "013", 13],
    ["ATS4", "010", 10],
    ["ATS5", "008", 127],
    ["ATS10", "015", 255],
    ["ATS12", "050", 250],
  ])("%s is read with three digits, and set", (register, initial, value) => {
    expect(host.ask(`${register}?`)).toBe(line(initial));
    expect(host.ask(`${register}=${value}`)).toBe(ok);
    expect(host.ask(`${register}?`)).toBe(line(String(value).padStart(3, "0")));
  });

  it.each([
    "ATS3=128",
    "ATS4=128",
    "ATS5=128",
    "ATS0=256",
    "ATS10=0",
    "ATS12=9",
    "ATS7?",
    "ATS3",
    "ATS",
    "ATS3=?",
  ])("%s is an error", (command) => {
    expect(host.ask(command)).toBe(error);
  });

  it("S3 acts at once: it ends lines and stands in results", () => {
    expect(host.ask("ATS3=33")).toBe("!\nOK!\n");
    host.type("AT+CSQ!");
    expect(host.take()).toBe("!\n+CSQ: 20,99!\n!\nOK!\n");
    host.type("AT\r\n!");
    expect(host.take()).toBe("!\nOK!\n");
    host.type("ATV0!");
    expect(host.take()).toBe("0!");
    host.type("AT&F!");
    expect(host.take()).toBe(ok);
  });

  it("S3 may be LF, which then ends the lines of a host that sends CR LF", () => {
    host.ask("ATS3=10E1");
    host.take();
    host.type("AT\r\n");
    expect(host.take()).toBe("AT\r\n\n\nOK\n\n");
  });

  it("S4 acts at once", () => {
    expect(host.ask("ATS4=35")).toBe("\r#OK\r#");
    module.urc("RING");
    expect(host.take()).toBe("\r#RING\r#");
  });

  it("S5 acts at once, and its echo takes the character off the screen", () => {
    host.ask("ATS5=127E1");
    host.type("ATX\x7f\r");
    expect(host.take()).toBe(`ATX\b \b\r${ok}`);
  });

  it("S3 to S5 are not stored, the others are", () => {
    host.ask("ATS0=3S4=35S10=20S12=60X0&C0&W");
    module.restart();
    expect(module.profile).toMatchObject({
      ringsToAnswer: 3,
      formatting: 10,
      carrierLossTime: 20,
      escapeGuardSteps: 60,
      callProgress: 0,
      dcdMode: 0,
    });
  });
});

describe("ends of lines and rubbish", () => {
  it.each(["AT\r", "AT\r\n", "AT\n\r", "\r\nAT\r\n", "  AT  \r"])("takes %j", (text) => {
    host.type(text);
    expect(host.take()).toBe(ok);
  });

  it.each(["xxAT", "hello", "\xff\x00AT", '"', "A", "T", "/", "x".repeat(5000)])(
    "costs one ERROR at most for %.20j, never the next command",
    (rubbish) => {
      expect(["", error]).toContain(host.ask(rubbish));
      expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 20,99"));
    },
  );
});
