import { arrive } from "./arrive.ts";
import type { NamedInput } from "./client-states.ts";
import type { Environment, Rules, Scene } from "./environment.ts";
import { endData } from "./module-work.ts";
import { type Move, type Play, played } from "./move.ts";

/** What becomes of what was on its way to the module when a connection ends. */
type Fate = "arrives" | "half of it arrives" | "is lost";

/** A connection ends: it is lost, or given up for a new one. */
export function downMoves(env: Environment, rules: Rules): readonly Move[] {
  if (env.link !== "up") return [];
  const moves: Move[] = [];
  const add = (label: string, budget: Partial<Environment>, input: NamedInput): void => {
    for (const fate of fatesOf(env)) {
      for (const fallsDtr of rules.controlLines && env.data !== undefined
        ? [false, true]
        : [false]) {
        const how = `${fate === "arrives" ? "" : `, what was on its way ${fate}`}${fallsDtr ? ", DTR falls" : ""}`;
        moves.push(
          played(`${label}${how}`, { ...env, ...budget }, rules, (scene) => {
            takeDown(scene, fate, fallsDtr);
            return input;
          }),
        );
      }
    }
  };
  if (env.losses > 0) add("the connection is lost", { losses: env.losses - 1, link: "lost" }, lost);
  if (env.detaches > 0) {
    add("the port is given up", { detaches: env.detaches - 1, link: "detached" }, detached);
  }
  return moves;
}

const lost: NamedInput = { name: "lost", input: { type: "lost", error: "lost", final: false } };
const detached: NamedInput = { name: "detached", input: { type: "detached" } };

function fatesOf({ port, jobs }: Environment): readonly Fate[] {
  const isHeld = port?.some(({ arrived }) => !arrived) ?? false;
  if (isHeld) return ["arrives", "half of it arrives", "is lost"];
  return jobs.length > 0 ? ["arrives", "is lost"] : ["arrives"];
}

function takeDown(scene: Scene, fate: Fate, fallsDtr: boolean): void {
  const held = (scene.env.port ?? []).filter(({ arrived }) => !arrived);
  scene.set({ port: undefined });
  for (const { bytes } of held) {
    if (fate === "arrives") arrive(scene, bytes);
    else if (bytes.what === "command") scene.lose(bytes.id);
  }
  const [first] = held;
  if (fate === "half of it arrives" && first?.bytes.what !== "block" && isListening(scene)) {
    scene.set({ half: true });
  }
  if (fate === "is lost") {
    // So may be what the module had not read.
    for (const job of scene.env.jobs) if (job.what === "command") scene.lose(job.id);
    scene.set({ jobs: scene.env.jobs.filter(({ what }) => what === "dataDone") });
  }
  if (fallsDtr) endData(scene);
  scene.set({ dtr: true });
}

function isListening({ env, rules }: Scene): boolean {
  if (env.booting || env.data !== undefined) return false;
  return rules.keepsInput || env.jobs.length === 0;
}

/** A new connection to the same module: it hears all that the module has printed meanwhile. */
export function reattachMove(env: Environment, rules: Rules): Move {
  return played("a new connection", env, rules, (scene) => attach(scene));
}

/** A new connection that hears less, or another module. */
export function attachMoves(env: Environment, rules: Rules): readonly Move[] {
  if (env.link === "up") return [];
  const moves: Move[] = [];
  const add = (label: string, play: Play): void => {
    moves.push(played(label, env, rules, play));
  };
  if (env.out.length > 0) {
    add("a new connection, what was printed is lost", (scene) => {
      for (const { of, isFinal } of scene.env.out) if (isFinal) scene.lose(of);
      scene.set({ out: [] });
      return attach(scene);
    });
  }
  if (env.swaps > 0) {
    add("a new connection, to another module", (scene) => {
      for (const { id } of scene.env.open) {
        if (scene.env.open.some((call) => call.id === id && call.fate !== "waiting"))
          scene.lose(id);
      }
      const { swaps } = scene.env;
      scene.set({ swaps: swaps - 1, swapped: true, jobs: [], data: undefined, half: false });
      scene.set({ echo: true, booting: false, out: [], orders: [], ended: undefined });
      return attach(scene);
    });
  }
  return moves;
}

function attach(scene: Scene): NamedInput {
  const { controlLines } = scene.rules;
  scene.set({ link: "up", awaitsText: false });
  return { name: "attached", input: { type: "attached", controlLines } };
}

/** Somebody has looked who it is. */
export function replacedMove(env: Environment, rules: Rules): Move {
  return played("the module is known to be another", env, rules, (scene) => {
    scene.set({ swapped: false });
    return { name: "replaced", input: { type: "replaced" } };
  });
}

/** The module is told to restart, although it answers nothing. */
export function resetMove(env: Environment, rules: Rules): Move {
  return played("a restart is asked for", env, rules, (scene) => {
    scene.set({ resets: scene.env.resets - 1 });
    return { name: "reset", input: { type: "reset" } };
  });
}
