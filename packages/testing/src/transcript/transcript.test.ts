import { getSmtpAccount } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { reply } from "../modem/answer.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import { SecretMask } from "./secret-mask.ts";
import { Transcript } from "./transcript.ts";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0 });
  host = new TestHost();
  module.attach(host.farEnd);
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

describe("received commands", () => {
  it("are the same whether one looks at them from the start or at the end", () => {
    const late = createSimulatedModule({ family: asRead });
    const other = new TestHost();
    late.attach(other.farEnd);
    const { received } = module;
    expect(received).toEqual([]);
    for (const line of ["AT+CSQ;+CPIN?", "AT+NONE", "AT+CPIN?"]) {
      host.ask(line);
      other.ask(line);
    }
    expect(late.received).toEqual(received);
    expect(late.received.map(({ line }) => line)).toEqual(received.map(({ line }) => line));
    expect(received.map(({ commands }) => commands.length)).toEqual([2, 0, 1]);
    late.dispose();
  });

  it("stand in one list, which grows and is emptied", () => {
    host.ask("AT+CSQ");
    const { received } = module;
    host.ask("AT+CPIN?");
    expect(module.received).toBe(received);
    expect(received.map(({ operation }) => operation)).toEqual([
      "getSignalQuality",
      "getPinStatus",
    ]);
    module.reset();
    expect(received).toEqual([]);
    host.ask("AT+CSQ");
    expect(received).toHaveLength(1);
  });
});

describe("transcript", () => {
  it("has a line for each line and data phase, with its time", () => {
    host.ask("AT+QSMTPBODY=0,5");
    vi.advanceTimersByTime(1500);
    host.type("Hello");
    module.restart();
    expect(module.transcript()).toBe(
      [
        "    0.000 > AT+QSMTPBODY=0,5",
        "    0.000 < CONNECT",
        "    1.500 > (5 bytes)",
        "    1.500 < +QSMTPBODY: 5",
        "    1.500 < OK",
        "    1.500 - restart",
        "    1.500 < RDY",
        "    1.500 < +CFUN: 1",
        "    1.500 < +CPIN: READY",
        "    1.500 < +QUSIM: 1",
        "    1.500 < +QIND: SMS DONE",
        "    1.500 < +QIND: PB DONE",
        "",
      ].join("\n"),
    );
  });

  it("shows no secret, in whatever line it stands", () => {
    host.ask('AT+QSMTPCFG="account","robot","hush1"');
    host.ask('AT+QSMTPCFG="account"');
    host.ask(`AT+QSMTPCFG="account","robot","${"hush2".repeat(20)}"`);
    host.ask('AT+QICSGP=1,1,"internet","robot","hush3",1;+QICSGP=1');
    expect(module.transcript()).not.toContain("hush");
    expect(module.transcript()).toContain('> AT+QSMTPCFG="account","robot","***"\n');
    expect(module.transcript()).toContain('< +QSMTPCFG: "account","robot","***"\n');
  });

  it.each([
    'AT+QSMTPCFG="account","robot","hush',
    'xxAT+QSMTPCFG="account","robot","hush"',
    'AT+CSQAT+QSMTPCFG="account","robot","hush"',
    `AT+QSMTPCFG="account","robot","hush";${"+CSQ;".repeat(500)}`,
    'AT+QSMTPCFG="account","robot",hush',
    'AT+CSQ;+CPIN="hush","hush2"',
    'AT+CPIN="hush',
    'AT+QSSLCFG="clientkey",1,"UFS:key.pem","hush"',
    'AT+NOPE;+QSMTPCFG="account","robot","hush"',
  ])("shows no secret of a line that cannot be read or is not run: %.50s", (line) => {
    host.ask(line);
    expect(module.transcript()).not.toContain("hush");
    expect(module.received.at(-1)?.line).toContain("hush");
  });

  it("shows no secret of a line whose command waits, nor in its echo or its late answer", () => {
    module.inject({ do: "late-reply", on: "AT+CSQ", delayMs: 5000 });
    host.ask('AT+CSQ;+QSMTPCFG="account","robot","hush"');
    module.urc("RING hush");
    expect(module.transcript()).not.toContain("hush");
    vi.advanceTimersByTime(5000);
    host.ask('AT+QSMTPCFG="account"');
    expect(module.transcript()).not.toContain("hush");
  });

  it("shows no secret that a handler answers", () => {
    module.on(getSmtpAccount, () => reply({ username: "robot", password: "canned" }));
    host.ask('AT+QSMTPCFG="account"');
    expect(module.transcript()).toContain('< +QSMTPCFG: "account","robot","***"');
  });

  it("keeps what was noted before a text became a secret", () => {
    module.urc("RING hush");
    host.ask('AT+QSMTPCFG="account","robot","hush"');
    expect(module.transcript()).toContain("< RING hush\n");
  });

  it("keeps the newest lines only, and says so", () => {
    module = createSimulatedModule({ historyLines: 3 });
    module.attach(host.farEnd);
    for (let nth = 0; nth < 5; nth++) {
      vi.advanceTimersByTime(1000);
      host.ask(`AT+CSQ;+CFUN=${nth % 2}`);
    }
    expect(module.received).toHaveLength(3);
    host.ask("ATI9");
    expect(module.received.map(({ line }) => line)).toEqual([
      "AT+CSQ;+CFUN=1",
      "AT+CSQ;+CFUN=0",
      "ATI9",
    ]);
    const [first, ...lines] = module.transcript().trimEnd().split("\n");
    expect(first).toMatch(/^ {9} - \d+ earlier lines$/);
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toBe("    5.000 < ERROR");
  });

  it("keeps 10,000 lines unless told otherwise", () => {
    for (let nth = 0; nth < 10_001; nth++) host.ask("AT");
    expect(module.received).toHaveLength(10_000);
    expect(module.transcript().split("\n")).toHaveLength(10_000 + 2);
  });

  it("looks at each line once, however many secrets there are", () => {
    const looked = vi.fn((line: string) => ({ secrets: [line.slice(-6)], unreadable: [] }));
    const transcript = new Transcript({
      now: () => 0,
      secretsOf: looked,
      maybeSecretIn: () => "",
      maxLines: 10_000,
    });
    const masked = vi.spyOn(SecretMask.prototype, "mask");
    for (let nth = 0; nth < 2000; nth++) {
      transcript.commandLine(`AT+X=${100_000 + nth}`);
      transcript.printed("\r\nOK\r\n");
    }
    const text = transcript.toText();
    expect(transcript.toText()).toBe(text);
    expect(text.split("\n")).toHaveLength(4001);
    expect(looked).toHaveBeenCalledTimes(2000);
    expect(masked).toHaveBeenCalledTimes(4000);
    masked.mockRestore();
  });

  const account = 'AT+QSMTPCFG="account","robot","Grundwasser-4711"';
  const places = Array.from({ length: account.length + 1 }, (_, at) => at + 1);

  it.each(["lost-to-module", "doubled-to-module", "flipped-to-module"] as const)(
    "shows no secret of a line of which any byte is hit by %s, with a listener or without",
    (name) => {
      for (const [atByte, bytes, listens] of places.flatMap((at) => [
        [at, 1, false] as const,
        [at, 3, true] as const,
        [at, "chunk", false] as const,
      ])) {
        const other = createSimulatedModule({ faults: [{ do: name, atByte, bytes }] });
        if (listens) other.onEvent(() => {});
        const wire = new TestHost();
        other.attach(wire.farEnd);
        wire.ask(account);
        wire.ask("AT+CSQ");
        expect(other.transcript()).not.toMatch(/rundwasser|asser-4711/);
        expect(() => other.verify()).not.toThrow(/rundwasser|asser-4711/);
        other.dispose();
      }
    },
  );

  it("shows no secret of a line that is heard from its middle", () => {
    const lines: string[] = [];
    module.onEvent((event) => {
      if (event.type === "command" || event.type === "unhandled") lines.push(event.line ?? "");
    });
    for (const at of places) host.ask(account.slice(at));
    const found = lines.join("\n") + module.transcript();
    expect(found).not.toMatch(/Grundwasser|asser-4711"/);
    expect(found).toContain("> TPCFG=***\n");
  });

  it("shows the words of others that stand in no line that was heard", () => {
    module.onEvent(() => {
      throw new Error('expected "one" to be "two"');
    });
    host.ask("AT+CSQ");
    expect(module.transcript()).toContain('threw Error: expected "one" to be "two"');
  });

  it("has the decoded arguments of received commands", () => {
    host.ask('AT+QSMTPDST=1,2,"a@example.org"');
    host.ask('AT+CSQ;+QSMTPCFG="account","robot","hush"');
    host.ask("AT+NOPE");
    const [recipient, two, unknown] = module.received;
    expect(recipient).toMatchObject({
      operation: "addRecipient",
      input: { type: 2, address: "a@example.org" },
    });
    expect(two?.operation).toBe("getSignalQuality");
    expect(two?.commands).toEqual([
      { operation: "getSignalQuality", input: {} },
      { operation: "setSmtpAccount", input: { username: "robot" } },
    ]);
    expect(two?.commands[1]?.input.password).toBe("hush");
    expect(JSON.stringify(module.received)).not.toContain("hush");
    expect(unknown).toMatchObject({ operation: undefined, input: undefined, commands: [] });
  });

  it("leaves the received lines as they came, with their times", () => {
    host.ask("AT");
    vi.advanceTimersByTime(250);
    host.ask('AT+QSMTPCFG="account","robot","hush"');
    const [first, second] = module.received;
    expect(first?.line).toBe("AT");
    expect(second?.line).toBe('AT+QSMTPCFG="account","robot","hush"');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(250);
  });
});
