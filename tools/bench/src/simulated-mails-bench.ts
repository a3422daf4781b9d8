import { spawnSync } from "node:child_process";
import path from "node:path";
import type { MailMessage } from "@qsmtp/client";
import { median } from "./measure.ts";
import { milliseconds, type Result } from "./result.ts";
import {
  type Cost,
  mailWithFile,
  plainMail,
  sendMails,
  testWithTenMails,
} from "./simulated-mails.ts";

const warmUpMails = 300;
const mailsPerRound = 100;
const rounds = 15;
const goalPerSecond = 1000;
const processes = 7;
const tenMailsGoalMs = 50;

/** Mails through the client to a simulated module on a virtual clock, in one process. */
export async function benchSimulatedMails(): Promise<Result[]> {
  return [
    await rateRow("mails a second, plain", plainMail),
    await rateRow("mails a second, 10 kB attached", mailWithFile),
    tenMailsRow("a first test with ten mails, packages loaded", inNewProcesses()),
    tenMailsRow("a later test with ten mails", await inThisProcess()),
  ];
}

/** The best round counts: it was disturbed least. */
async function rateRow(what: string, mail: MailMessage): Promise<Result> {
  await sendMails(mail, warmUpMails);
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round++) costs.push(await sendMails(mail, mailsPerRound));
  const rate = (key: keyof Cost): number =>
    (mailsPerRound * 1000) / Math.min(...costs.map((cost) => cost[key]));
  return {
    what,
    ours: rate("wallMs").toFixed(0),
    peer: `${rate("cpuMs").toFixed(0)} a second of CPU`,
    ratio: "",
    goal: { text: `at least ${goalPerSecond}`, met: rate("wallMs") >= goalPerSecond },
  };
}

function tenMailsRow(what: string, costs: readonly Cost[]): Result {
  const wallMs = median(costs.map((cost) => cost.wallMs));
  return {
    what,
    ours: milliseconds(wallMs),
    peer: `${milliseconds(median(costs.map(({ cpuMs }) => cpuMs)))} of CPU`,
    ratio: "",
    goal: { text: `at most ${tenMailsGoalMs} ms`, met: wallMs <= tenMailsGoalMs },
  };
}

/** Of processes that have loaded everything and sent nothing. */
function inNewProcesses(): Cost[] {
  const program = path.join(import.meta.dirname, "ten-mails.ts");
  return Array.from({ length: processes }, (): Cost => {
    const args = ["--conditions=@qsmtp/source", program];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
    return JSON.parse(stdout);
  });
}

async function inThisProcess(): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round++) costs.push(await testWithTenMails());
  return costs;
}
