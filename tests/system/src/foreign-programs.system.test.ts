import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSimulatedModule, noCarrier, type SimulatedModule } from "@qsmtp/testing";
import { serialTransport } from "@qsmtp/transport/serial";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { killAll, startShell } from "./cli-process.ts";
import { connectionFarEnd } from "./connection-far-end.ts";
import { createPtyPair, type PtyPair, requireSocat } from "./socat.ts";

/** Programs of others that speak to modems, and what `.ci/run` installs them with. */
const programs = ["chat", "wvdial", "gammu", "picocom", "runscript"] as const;

let wire: PtyPair;
let module: SimulatedModule;
let unplugModule: () => Promise<void>;
let folder: string;

beforeAll(() => {
  requireSocat();
  for (const program of programs) {
    if (spawnSync("sh", ["-c", `command -v ${program}`]).status === 0) continue;
    throw new Error(
      `The system tests need ${program}. Install: apt-get install ppp wvdial gammu picocom minicom`,
    );
  }
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "qsmtp-foreign-"));
  wire = await createPtyPair();
  module = createSimulatedModule();
  const connection = await serialTransport({ path: wire.modulePath }).open();
  module.attach(connectionFarEnd(connection));
  unplugModule = () => connection.close();
});

afterEach(async () => {
  killAll();
  await unplugModule();
  await wire.dispose();
  module.dispose();
  rmSync(folder, { recursive: true });
});

/** Runs a line of shell in which `$MODEM` is the port of the module. */
function run(line: string): ReturnType<typeof startShell>["ended"] {
  return startShell(`MODEM=${wire.hostPath}; cd ${folder}; ${line}`).ended;
}

function write(name: string, ...lines: readonly string[]): void {
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
}

const commands = (): string[] => module.received.map(({ line }) => line);

/** Of a script for minicom: waits for a text. */
function expecting(text: string): string[] {
  return ["expect {", `  "${text}"`, "  timeout 60 goto fail", "}"];
}

describe("the simulated module speaks with", () => {
  it("chat of ppp, by a dial script up to the dialling", async () => {
    write(
      "script",
      "ABORT BUSY",
      "ABORT 'NO CARRIER'",
      "ABORT ERROR",
      "TIMEOUT 60",
      "'' AT",
      "OK 'ATZ'",
      "OK 'ATQ0 V1 E1 S0=0 &C1 &D2'",
      "OK 'AT+CREG?;+CSQ'",
      "'+CSQ: 20,99' ''",
      "OK",
    );
    const { exitCode, stderr } = await run("chat -v -S -s -f script < $MODEM > $MODEM");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(commands().filter((line) => line !== "")).toEqual([
      "AT",
      "ATZ",
      "ATQ0 V1 E1 S0=0 &C1 &D2",
      "AT+CREG?;+CSQ",
    ]);
  });

  it("chat, which ends with the number of the string that is not to come", async () => {
    const script = "ABORT 'NO CARRIER' ABORT ERROR TIMEOUT 60 '' AT+NOPE OK ''";
    const { exitCode } = await run(`chat ${script} < $MODEM > $MODEM`);
    expect(exitCode).toBe(5);
  });

  it("wvdial, whose init strings it takes", async () => {
    write(
      "wvdial.conf",
      "[Dialer Defaults]",
      `Modem = ${wire.hostPath}`,
      "Baud = 115200",
      "Init1 = ATZ",
      "Init2 = ATQ0 V1 E1 S0=0 &C1 &D2",
      'Init3 = AT+CGDCONT=1,"IP","internet"',
      "Phone = *99#",
      "Username = x",
      "Password = x",
    );
    const dials = new Promise<void>((resolve) => {
      module.onLine(/^ATD/, () => {
        resolve();
        return noCarrier();
      });
    });
    const dialled = run("exec wvdial -C wvdial.conf");
    await dials;
    killAll();
    await dialled;
    expect(commands()).toContain("ATQ0 V1 E1 S0=0 &C1 &D2");
    expect(commands()).toContain('AT+CGDCONT=1,"IP","internet"');
    expect(module.transcript()).not.toContain("ERROR");
  });

  it("gammu, which identifies it", async () => {
    write("gammurc", "[gammu]", `port=${wire.hostPath}`, "connection=at");
    const { exitCode, stdout } = await run("gammu -c gammurc identify");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Manufacturer +: Quectel$/m);
    expect(stdout).toMatch(/^Model +: .*\(EC25\)$/m);
    expect(stdout).toMatch(/^Firmware +: EC25EFAR06A17M4G$/m);
    expect(stdout).toMatch(/^IMEI +: 350000000000014$/m);
  });

  it("picocom, in which somebody types", async () => {
    // It ends when nothing has come for that many ms.
    const { stdout } = await run(`printf 'ATI\\r' | picocom -q -x 10000 $MODEM`);
    expect(stdout).toContain("Quectel\r\nEC25\r\nRevision: EC25EFAR06A17M4G\r\n\r\nOK\r\n");
  });

  it("a script of minicom", async () => {
    write(
      "script",
      'send "ATE0"',
      ...expecting("OK"),
      'send "AT+CPIN?"',
      ...expecting("+CPIN: READY"),
      'send "AT+GSN"',
      ...expecting("350000000000014"),
      "exit 0",
      "fail:",
      "exit 1",
    );
    const { exitCode } = await run("runscript script < $MODEM > $MODEM");
    expect(exitCode).toBe(0);
    expect(commands()).toEqual(["ATE0", "AT+CPIN?", "AT+GSN"]);
  });

  it("pyserial, which ends its lines with CR LF", async () => {
    write(
      "session.py",
      "import serial, sys",
      "port = serial.Serial(sys.argv[1], 115200, timeout=60)",
      "def ask(line, end=b'OK\\r\\n'):",
      "    port.write(line + b'\\r\\n')",
      "    return port.read_until(end)",
      "ask(b'ATE0')",
      "print(ask(b'AT+CSQ'))",
      "print(ask(b'AT+QFUPL=\"a.txt\",5', b'CONNECT\\r\\n'))",
      "port.write(b'Hello')",
      "print(port.read_until(b'OK\\r\\n'))",
    );
    const { stdout, stderr } = await run("/usr/bin/python3 session.py $MODEM");
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n")).toEqual([
      String.raw`b'\r\n+CSQ: 20,99\r\n\r\nOK\r\n'`,
      String.raw`b'\r\nCONNECT\r\n'`,
      String.raw`b'\r\n+QFUPL: 5,4b09\r\n\r\nOK\r\n'`,
    ]);
    expect(module.files.read("a.txt")).toEqual(new TextEncoder().encode("Hello"));
  });
});
