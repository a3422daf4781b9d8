import { afterEach, describe, expect, it } from "vitest";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import { type CommandMatch, matchesCommand } from "./command-match.ts";
import type { ModuleFault } from "./fault.ts";

let module: SimulatedModule | undefined;

afterEach(() => module?.dispose());

/** Which of the commands, from 1, are answered with an error. */
function refused(faults: readonly ModuleFault[], commands: readonly string[], seed = 1): number[] {
  module = createSimulatedModule({ faults, seed });
  const host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
  return commands.flatMap((command, at) => (host.ask(command).includes("ERROR") ? [at + 1] : []));
}

const asks = (count: number): string[] => Array.from({ length: count }, () => "AT+CSQ");

describe("which commands are hit", () => {
  it.each<[CommandMatch, string, boolean]>([
    ["QSMTPPUT", "AT+QSMTPPUT=60", true],
    ["+QSMTPPUT", "AT+QSMTPPUT=60", true],
    ["at+qsmtpput", "AT+QSMTPPUT=60", true],
    ["E0", "ATE0", true],
    ["&F", "AT&F", true],
    ["AT", "AT+CSQ", true],
    ["SMTPPUT", "AT+QSMTPPUT=60", false],
    ["QSMTPPUT=6", "AT+QSMTPPUT?", false],
    [/PUT=\d+$/, "AT+QSMTPPUT=60", true],
    [/put/g, "AT+QSMTPPUT=60", false],
    [{ like: "*QSMTPPUT=*" }, "AT+QSMTPPUT=60", true],
    [{ like: "at+qsmtpput=6?" }, "AT+QSMTPPUT=60", false],
    [{ like: "AT+QSMTPPUT" }, "AT+QSMTPPUT=60", false],
    [{ like: 'AT+QFUPL="*.pdf",*' }, 'AT+QFUPL="RAM:a.pdf",5', true],
    [{ like: "*" }, "", true],
    [{ like: "a*b*c*" }, "aXbYbZc", true],
    [{ like: "a*b" }, "acbc", false],
  ])("%s and %s: %s", (match, command, isMeant) => {
    expect(matchesCommand(match, command)).toBe(isMeant);
  });

  it("takes no pattern longer than its length times that of the command", () => {
    const pattern = { like: `${"a*".repeat(1000)}b` };
    expect(matchesCommand(pattern, "a".repeat(2048))).toBe(false);
  });
});

describe("how often a fault happens", () => {
  it.each<[ModuleFault[], number[]]>([
    [[{ do: "error" }], [1]],
    [[{ do: "error", nth: 2 }], [2]],
    [[{ do: "error", nth: 2, times: 3 }], [2, 3, 4]],
    [[{ do: "error", nth: 4, times: "always" }], [4, 5, 6]],
    [
      [
        { do: "error", nth: 1 },
        { do: "error", nth: 3 },
      ],
      [1, 3],
    ],
    [
      [{ do: "error" }, { do: "error" }],
      [1, 2],
    ],
    [[{ do: "error", probability: 0 }], []],
    [[{ do: "error", probability: 1, nth: 5 }], [5, 6]],
    [[{ do: "error", probability: 1, times: 2 }], [1, 2]],
  ])("%j", (faults, hit) => {
    expect(
      refused(
        faults.map((fault) => ({ ...fault, on: "CSQ" })),
        asks(6),
      ),
    ).toEqual(hit);
  });

  it("follows from the seed, for each fault by itself", () => {
    const fault: ModuleFault = { do: "error", on: "CSQ", probability: 0.5 };
    const other: ModuleFault = { do: "error", on: "CMEE", probability: 0.5 };
    const first = refused([fault], asks(64), 7);
    expect(refused([fault], asks(64), 7)).toEqual(first);
    expect(refused([fault, other], asks(64), 7)).toEqual(first);
    expect(refused([fault], asks(64), 8)).not.toEqual(first);
    expect(first.length).toBeGreaterThan(16);
    expect(first.length).toBeLessThan(48);
  });
});

describe("what cannot be", () => {
  it.each<[object, RegExp]>([
    [{ do: "drop-ucr" }, /"fault\.do" must be one of .*, is "drop-ucr"\. Is drop-urc meant\?/],
    [{ do: "dropUrc" }, /Is drop-urc meant\?/],
    [{ fault: "failure" }, /"fault\.do" must be one of/],
    [{ do: "error", after: 1 }, /"fault\.after" is no option\. Is fault\.nth meant\?/],
    [{ do: "error", nth: 0 }, /"fault\.nth" must be of 1 or more, is 0/],
    [{ do: "error", times: "ever" }, /"fault\.times" must be/],
    [{ do: "error", error: 1, text: "x" }, /"fault\.text" cannot stand beside error/],
    [{ do: "restart", when: "connect", afterBytes: 5 }, /"fault\.afterBytes" cannot stand beside/],
    [{ do: "hang-up", when: "during" }, /"fault\.when" must be one of before, connect, after/],
    [{ do: "silence" }, /"fault\.forMs" must be given/],
    [{ do: "drop-urc", on: { lik: "x" } }, /"fault\.on\.lik" is no option\. Is fault\.on\.like/],
  ])("%j is refused by name", (fault, said) => {
    module = createSimulatedModule();
    const { inject } = module;
    expect(() => inject.call(module, fault as ModuleFault)).toThrow(said);
  });

  it("is refused in the options as well, with its place", () => {
    const faults = [{ do: "error" }, { do: "silence", forMs: -1 }, { do: "nosuch" }];
    expect(() => createSimulatedModule({ faults } as never)).toThrow(
      /"faults\[1\]\.forMs" must be in .*"faults\[2\]\.do" must be one of/,
    );
  });
});
