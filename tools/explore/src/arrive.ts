import { blockBytes, payloadBytes } from "./call-plan.ts";
import type { Bytes } from "./client-states.ts";
import { type DataMode, guardMs, type Job, type Origin, type Scene } from "./environment.ts";
import { bootLine } from "./faults.ts";

/** Bytes of the client reach the module. */
export function arrive(scene: Scene, bytes: Bytes): void {
  const { env } = scene;
  if (env.booting) loseBytes(scene, bytes);
  else if (env.data !== undefined) arriveInData(scene, env.data, bytes);
  else arriveInCommandMode(scene, bytes);
}

function arriveInData(scene: Scene, data: DataMode, bytes: Bytes): void {
  switch (bytes.what) {
    case "command":
      scene.accuse(`mode: the command of call ${bytes.id} reached the module in data mode`);
      return;
    case "plus":
      // Without silence on both sides they are data; a client that never keeps it never gets out.
      scene.set({ data: { ...data, quietMs: 0, escape: data.quietMs >= guardMs } });
      return;
    case "ask":
      // A question that is swallowed is too short to end the phase.
      scene.set({ data: { ...data, quietMs: 0, escape: false } });
      return;
    case "block": {
      const got = data.bytes + bytes.to - bytes.from;
      if (got < payloadBytes) {
        scene.set({ data: { ...data, bytes: got, quietMs: 0, escape: false } });
      } else {
        scene.set({ data: undefined, jobs: [{ what: "dataDone", id: data.id }] });
      }
    }
  }
}

function arriveInCommandMode(scene: Scene, bytes: Bytes): void {
  switch (bytes.what) {
    case "command":
      read(scene, isRefused(scene, bytes.id) ? refusal(bytes.id) : command(bytes.id), bytes.id);
      return;
    case "ask":
      if (bytes.fresh && scene.env.half) endHalf(scene, "question");
      read(scene, { what: "ask", text: bytes.text }, "question");
      return;
    case "plus":
      if (takesInput(scene)) scene.set({ half: true });
      return;
    case "block":
      // A whole block ends in a line end, the rest does not.
      if (bytes.to - bytes.from >= blockBytes) endHalf(scene, bytes.id);
      else if (takesInput(scene)) scene.set({ half: true });
  }
}

/** A start has taken the mail that an order is about, and the client has yet to hear of it. */
function isRefused(scene: Scene, id: number): boolean {
  return scene.call(id).kind === "order" && scene.env.out.some(({ text }) => text === bootLine);
}

function command(id: number): Job {
  return { what: "command", id };
}

function refusal(id: number): Job {
  return { what: "garbage", of: id };
}

function endHalf(scene: Scene, of: Origin): void {
  if (takesInput(scene)) {
    scene.set({ half: false, jobs: [...scene.env.jobs, { what: "garbage", of }] });
  }
}

/** A line end comes: what stood before it on the line belongs to it. */
function read(scene: Scene, job: Job, of: Origin): void {
  if (!takesInput(scene)) {
    scene.lose(of);
  } else if (scene.env.half) {
    endHalf(scene, of);
  } else {
    scene.set({ jobs: [...scene.env.jobs, job] });
  }
}

function takesInput({ env, rules }: Scene): boolean {
  return rules.keepsInput || env.jobs.length === 0;
}

function loseBytes(scene: Scene, bytes: Bytes): void {
  if (bytes.what === "command") scene.lose(bytes.id);
}
