import { arrive } from "./arrive.ts";
import type { CallKind } from "./call-plan.ts";
import type { Act, Bytes } from "./client-states.ts";
import { type OpenCall, outstanding, type Scene } from "./environment.ts";
import { endData } from "./module-work.ts";

/** What a step of the client does to the world. @returns how many writes have ended at once */
export function takeActs(scene: Scene, acts: readonly Act[]): number {
  let ended = 0;
  for (const act of acts) {
    switch (act.type) {
      case "write":
        judgeApart(scene, `bytes of ${act.bytes.what} are`);
        judgeWrite(scene, act.bytes);
        if (scene.rules.slowBlocks && act.bytes.what === "block") {
          scene.set({ port: scene.env.port ?? [] });
        }
        if (scene.env.port === undefined) {
          arrive(scene, act.bytes);
          ended += 1;
        } else {
          scene.set({ port: [...scene.env.port, { bytes: act.bytes, arrived: false }] });
        }
        break;
      case "dtr":
        judgeApart(scene, "DTR is");
        scene.set({ dtr: act.asserted });
        if (!act.asserted) endData(scene);
        break;
      case "pull":
        takePull(scene, act.id, act.lengthBytes);
        break;
      case "outcome":
        judgeOutcome(scene, act.id, act.words);
        break;
      case "settle":
        judgeSettled(scene, act.id, act.words);
    }
  }
  return ended;
}

function judgeApart(scene: Scene, what: string): void {
  const { link } = scene.env;
  if (link !== "up") scene.accuse(`apart: ${what} put on a connection that is ${link}`);
}

/** Asked for again only when what was asked for has come. */
function takePull(scene: Scene, id: number, lengthBytes: number): void {
  const { source } = scene.env;
  const old = source?.id === id ? source : undefined;
  if (old?.wanted) scene.accuse(`mode: bytes of call ${id} are asked for twice`);
  const at = old === undefined ? 0 : old.at + old.lengthBytes;
  scene.set({ source: { id, at, lengthBytes, wanted: true } });
}

/** An outcome has no name of its owner: it may only be another's where the owner's cannot come. */
function judgeOutcome(scene: Scene, id: number, words: string): void {
  const { truth, outcomeLine } = scene.call(id);
  if (words === truth) return;
  const { env } = scene;
  const mayCome = env.orders.includes(id) || env.out.some(({ text }) => text === outcomeLine);
  if (mayCome || env.open.some((call) => call.id === id)) {
    scene.accuse(`outcome: call ${id} is told ${words}, which is another's`);
  } else {
    scene.exempt.push("outcome taken for that of an order that was lost");
  }
}

/** Judges bytes by what the client can know when it hands them over. */
function judgeWrite(scene: Scene, bytes: Bytes): void {
  const { env } = scene;
  if (bytes.what === "block") {
    const isFed = env.data?.id === bytes.id;
    const isBlind = env.ended?.id === bytes.id && !env.ended.told;
    if (!isFed && !isBlind) {
      scene.accuse(`mode: data of call ${bytes.id} handed over although its phase is over`);
    }
  }
  if (bytes.what !== "command") return;
  const { batch } = scene.call(bytes.id);
  const left = outstanding(env);
  if (left !== undefined && (batch === undefined || batch !== env.batch)) {
    scene.accuse(`free: call ${bytes.id} is started although ${left}`);
  }
  scene.set({ batch });
  scene.change(bytes.id, { fate: "written", strays: env.credit });
}

/** Compares what a caller is told with what the module answered to this call. */
function judgeSettled(scene: Scene, id: number, words: string): void {
  const { env } = scene;
  const open = env.open.find((call) => call.id === id);
  if (open === undefined) {
    scene.accuse(`end: call ${id} is settled twice`);
    return;
  }
  scene.set({ open: env.open.filter((call) => call !== open) });
  if (words.startsWith("error ")) return;
  const { truth, kind, batch } = scene.call(id);
  const given = open.answer ?? truth;
  if (words === given && (open.fate === "answered" || hasOwnValue(kind))) return;
  const refused = words.startsWith("refused ");
  const hadStray = open.strays.includes(refused ? words.slice("refused ".length) : "OK");
  if (hadStray && batch !== undefined) {
    scene.exempt.push("stray result in a batch");
  } else if (hadStray && open.fate === "lost" && (refused || !needsLine(kind))) {
    scene.exempt.push("stray in place of a lost result");
  } else {
    scene.accuse(`result: call ${id} is told ${words}, the module ${did(open.fate, given)}`);
  }
}

/** Whether no other call is answered alike, so that the value shows whose it is. */
function hasOwnValue(kind: CallKind): boolean {
  return kind === "list" || needsLine(kind);
}

/** Whether a result alone, without a line of the module, is none. */
function needsLine(kind: CallKind): boolean {
  return (
    kind === "query" ||
    kind === "order" ||
    kind === "body" ||
    kind === "stream" ||
    kind === "upload"
  );
}

function did(fate: OpenCall["fate"], given: string): string {
  switch (fate) {
    case "answered":
      return `answered ${given}`;
    case "lost":
      return "never answered it";
    case "waiting":
    case "written":
      return "has not answered it yet";
  }
}
