import type { FakeModule } from "@qsmtp/fake-module";
import type { SeededRandom } from "./seeded-random.ts";

export type Direction = "toModule" | "toHost";
export type Damage = "lost" | "doubled" | "flipped" | "inserted";

interface Planned {
  readonly direction: Direction;
  readonly damage: Damage;
  readonly random: SeededRandom;
  /** Pieces that pass first. */
  skip: number;
}

const noisyPart = 0.12;

/** What the line does to single bytes. */
export class LineFaults {
  readonly #module: FakeModule;
  readonly #damagesBodies: boolean;
  readonly #log: (text: string) => void;
  #planned: Planned[] = [];
  #noise: SeededRandom | undefined;
  /** The data phase that has had its damage: two could cancel each other out in a 16 bit sum. */
  #damagedPhase = 0;

  /** `damagesBodies`: also where the module gives no way to see it. */
  constructor(module: FakeModule, damagesBodies: boolean, log: (text: string) => void) {
    this.#module = module;
    this.#damagesBodies = damagesBodies;
    this.#log = log;
    module.wire.toModule = (text) => this.#pass("toModule", text);
    module.wire.toHost = (text) => this.#pass("toHost", text);
  }

  plan(direction: Direction, damage: Damage, skip: number, random: SeededRandom): void {
    this.#planned.push({ direction, damage, skip, random });
  }

  forgetPlans(): void {
    this.#planned = [];
  }

  /** From now on each piece may be damaged; `undefined`: none. */
  noise(random: SeededRandom | undefined): void {
    this.#noise = random;
  }

  #pass(direction: Direction, text: string): string {
    const random = this.#noise;
    if (random?.chance(noisyPart)) {
      const damages = ["lost", "doubled", "flipped", "inserted"] as const;
      return this.#damage(direction, text, random.pick(damages), random);
    }
    const planned = this.#planned.find((one) => one.direction === direction);
    if (planned === undefined || planned.skip-- > 0) return text;
    this.#planned = this.#planned.filter((one) => one !== planned);
    return this.#damage(direction, text, planned.damage, planned.random);
  }

  #damage(direction: Direction, text: string, damage: Damage, random: SeededRandom): string {
    if (text === "" || !this.#canBeSeen(direction, text, damage)) return text;
    const at = random.int(0, text.length - 1);
    this.#log(`${direction}: byte ${at + 1} of ${text.length} ${damage}`);
    const [before, byte, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
    const flipped = String.fromCharCode(byte.charCodeAt(0) ^ (1 << random.int(0, 7)));
    switch (damage) {
      case "lost":
        return before + after;
      case "doubled":
        return before + byte + byte + after;
      case "flipped":
        return before + flipped + after;
      case "inserted":
        return before + flipped + byte + after;
    }
  }

  /** Whether anything on these modules can show such a damage; see the README. */
  #canBeSeen(direction: Direction, text: string, damage: Damage): boolean {
    if (direction === "toHost") {
      // One bit makes another number of it, and nothing protects it.
      return damage !== "flipped" || !/\+QSMTPPUT: (?!0,0)/.test(text);
    }
    const module = this.#module;
    const phase = module.dataPhases;
    if (!module.inDataMode) return true;
    if (phase === this.#damagedPhase) return false;
    const isBody = module.executed.at(-1)?.line.startsWith("AT+QSMTPBODY") ?? false;
    // A byte too many ends the text before the last one is written; only in front of that one it does not.
    const isHidden = damage === "flipped" || (damage === "inserted" && text.length === 1);
    if (isBody && isHidden && !this.#damagesBodies) return false;
    this.#damagedPhase = phase;
    return true;
  }
}
