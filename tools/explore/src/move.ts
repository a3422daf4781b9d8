import type { NamedInput } from "./client-states.ts";
import { type Environment, type Rules, Scene } from "./environment.ts";

/** One thing that may happen next, time apart. */
export interface Move {
  readonly label: string;
  /** What the client is told of it. */
  readonly input: NamedInput | undefined;
  readonly env: Environment;
  readonly violation: string | undefined;
}

export type Play = (scene: Scene) => NamedInput | undefined;

export function played(label: string, env: Environment, rules: Rules, play: Play): Move {
  const scene = new Scene(env, rules);
  const input = play(scene);
  return { label, input, env: scene.env, violation: scene.violation };
}
