import { createSimulatedLine, type SimulatedLine } from "@qsmtp/testing";
import { costOf } from "./simulated-mails.ts";

/** What is measured, for the process that asked. */
export interface ModulesAlive {
  readonly count: number;
  /** Of one that nobody has talked to. */
  readonly freshBytes: number;
  /** Of one whose host has sent ten commands. */
  readonly usedBytes: number;
  readonly makeCpuMs: number;
}

const count = 1000;
const commands = 10;

function heapBytes(): number {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  // What finalizers let go of is found by the next one.
  for (let run = 0; run < 4; run++) globalThis.gc();
  return process.memoryUsage().heapUsed;
}

async function use({ transport }: SimulatedLine): Promise<void> {
  const connection = await transport.open();
  const line = new TextEncoder().encode('AT+QSMTPDST=1,1,"ops@example.org"\r');
  for (let sent = 0; sent < commands; sent++) await connection.write(line);
  await connection.close();
}

// What all share, and the engine's own, is there before.
for (let made = 0; made < 50; made++) await use(createSimulatedLine());
const before = heapBytes();
const alive: SimulatedLine[] = [];
const { cpuMs } = await costOf(async () => {
  for (let made = 0; made < count; made++) alive.push(createSimulatedLine());
});
const fresh = heapBytes();
for (const line of alive) await use(line);
const used = heapBytes();

const measured: ModulesAlive = {
  count: alive.length,
  freshBytes: (fresh - before) / count,
  usedBytes: (used - before) / count,
  makeCpuMs: cpuMs / count,
};
console.log(JSON.stringify(measured));
