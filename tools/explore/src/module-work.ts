import { decodeReply } from "@qsmtp/protocol";
import { takenLine, told } from "./call-plan.ts";
import { guardMs, type Job, type Line, type Origin, type Scene } from "./environment.ts";
import { restart } from "./faults.ts";

/** What the module makes of being told to restart. */
export type ResetManner = "restarts" | "restarts silently" | "refuses";

/** How the module deals with the next command. */
export type Manner =
  | "whole"
  /** The outcome of an order is printed before the order's `OK`. */
  | "outcomeFirst"
  | "finalLost"
  | "replyLost";

/** The module works on what it has read first. */
export function answer(scene: Scene, manner: Manner): void {
  const [job, ...jobs] = scene.env.jobs;
  if (job === undefined) return;
  scene.set({ jobs });
  switch (job.what) {
    case "command":
      answerCommand(scene, job.id, manner);
      return;
    case "ask":
      print(scene, manner, "question", [...echo(scene, job.text), ...answersTo(job.text)]);
      return;
    case "garbage":
      if (manner === "whole" && typeof job.of === "number" && !isAnswered(scene, job.of)) {
        scene.change(job.of, { fate: "answered", answer: "refused ERROR" });
      }
      print(scene, manner, "garbage", [...echo(scene, "xxxx"), "ERROR"]);
      return;
    case "dataDone": {
      const { replyLines, final } = scene.call(job.id);
      scene.change(job.id, { fate: "answered" });
      print(scene, manner, job.id, [...replyLines, final]);
    }
  }
}

export function isReset(job: Job): boolean {
  return job.what === "ask" && job.text === "AT+CFUN=1,1";
}

/** The module works on a restart that it was told to make. */
export function takeReset(scene: Scene, manner: ResetManner): void {
  const [job, ...jobs] = scene.env.jobs;
  if (job?.what !== "ask") return;
  scene.set({ jobs });
  const result = manner === "refuses" ? "ERROR" : "OK";
  print(scene, "whole", "question", [...echo(scene, job.text), result]);
  if (manner !== "refuses") restart(scene, manner === "restarts", true);
}

function isAnswered({ env }: Scene, id: number): boolean {
  return env.open.find((call) => call.id === id)?.fate === "answered";
}

function answerCommand(scene: Scene, id: number, manner: Manner): void {
  const { command, replyLines, final, kind } = scene.call(id);
  const echoed = echo(scene, command.text);
  if (command.data !== undefined) {
    print(scene, manner, id, [...echoed, "CONNECT"]);
    if (manner !== "replyLost") enterData(scene, id);
    else scene.lose(id);
    return;
  }
  if (kind === "echoOff" && manner !== "replyLost") scene.set({ echo: false });
  scene.change(id, { fate: "answered" });
  if (kind === "order") {
    if (manner === "outcomeFirst") printOutcome(scene, id);
    else scene.set({ orders: [...scene.env.orders, id] });
  }
  print(scene, manner, id, [...echoed, ...replyLines, final]);
}

/** What waits behind the command is data then. */
function enterData(scene: Scene, id: number): void {
  for (const job of scene.env.jobs) scene.lose(originOf(job));
  scene.set({ jobs: [], data: { id, bytes: 0, quietMs: guardMs, escape: false } });
}

function originOf(job: Job): Origin {
  if (job.what === "ask") return "question";
  return job.what === "garbage" ? job.of : job.id;
}

/** The outcome of an order: a URC. */
export function printOutcome(scene: Scene, id: number): void {
  const { outcomeLine } = scene.call(id);
  scene.set({ orders: scene.env.orders.filter((order) => order !== id) });
  if (outcomeLine !== undefined) scene.print([{ text: outcomeLine, of: "urc", isFinal: false }]);
}

/** The module leaves data mode before it has everything, and says so. */
export function endData(scene: Scene): void {
  const { data } = scene.env;
  if (data === undefined) return;
  const { kind, command } = scene.call(data.id);
  scene.set({ data: undefined, ended: { id: data.id, told: false } });
  const line = takenLine(kind, data.bytes);
  const answer = told(decodeReply(command.operation, [line]));
  scene.change(data.id, { fate: "answered", answer });
  print(scene, "whole", data.id, [line, "OK"]);
}

function print(scene: Scene, manner: Manner, of: Origin, texts: readonly string[]): void {
  if (manner === "replyLost" || manner === "finalLost") scene.lose(of);
  if (manner === "replyLost") return;
  const lines = texts.map((text, at): Line => ({ text, of, isFinal: at === texts.length - 1 }));
  scene.print(manner === "finalLost" ? lines.slice(0, -1) : lines);
}

function echo({ env }: Scene, text: string): readonly string[] {
  return env.echo ? [text] : [];
}

/** The answer to a question of the client, result included. */
function answersTo(text: string): readonly string[] {
  const [, parameter, context] = /^AT\+QSSLCFG=("\w+"),(\d)$/.exec(text) ?? [];
  if (parameter !== undefined) {
    const value = parameter === '"ciphersuite"' ? "0X0035" : "1";
    return [`+QSSLCFG: ${parameter},${context},${value}`, "OK"];
  }
  switch (text) {
    case "AT+CMEE?":
      return ["+CMEE: 1", "OK"];
    case "AT+CSQ":
      return ["+CSQ: 31,99", "OK"];
    case "ATQ0":
    case "ATV1":
      return ["OK"];
    default:
      throw new Error(`the explorer's module does not know the question ${text}`);
  }
}
