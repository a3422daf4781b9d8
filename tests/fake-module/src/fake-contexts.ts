import { splitValues } from "./fake-files.ts";
import { final, reply } from "./fake-module.ts";

const words: Readonly<Record<number, string>> = {
  0: "operate successfully",
  561: "open PDP context failed",
  572: "operation not allowed",
  573: "APN not configured",
};
const mostActive = 3;

/** The PDP contexts, as the module's own services and as the network see them. */
export class FakeContexts {
  /** Open for the module's own services: `AT+QIACT?` shows them. */
  readonly active: Set<number> = new Set();
  /** Held by a data call (PPP) or by `AT+CGACT`. */
  readonly others: Set<number> = new Set();
  /** Shown by `AT+QIACT?` still, and gone in the network. */
  readonly dead: Set<number> = new Set();
  /** Open, and without an address. */
  readonly withoutAddress: Set<number> = new Set();
  /** LTE keeps this one up by itself; it is in nobody's way. */
  bearer: number | undefined = 1;
  readonly apns: Map<number, string> = new Map([[1, "internet"]]);
  /** Activations that fail all the same, the first of them first: numbers of errors. */
  readonly failures: number[] = [];
  /** What a context needs besides. */
  attached = true;
  /** Whether `AT+CGATT=1` helps. */
  canAttach = true;
  lastError = 0;

  /** Whether data can go through a context. */
  carries(id: number): boolean {
    const usable = this.active.has(id) && !this.dead.has(id) && !this.withoutAddress.has(id);
    return usable && this.attached;
  }

  run(name: string, form: string, values: string, registered: boolean): string | undefined {
    const [first = "", second] = splitValues(values);
    const id = Number(first);
    switch (`${name}${form}`) {
      case "QIACT?":
        return reply(...[...this.active].map((open) => this.#open(open)));
      case "QIACT=":
        return this.#activate(id, registered);
      case "QIDEACT=":
        this.#forget(id);
        return reply();
      case "QIGETERROR":
        return reply(`+QIGETERROR: ${this.lastError},${words[this.lastError] ?? "unknown error"}`);
      case "QICSGP=":
        if (second === undefined) return reply(`+QICSGP: 1,"${this.apns.get(id) ?? ""}","","",0`);
        this.apns.set(id, splitValues(values)[2] ?? "");
        return reply();
      case "CGACT?":
        return reply(
          ...[...this.#defined()].map((one) => `+CGACT: ${one},${this.#isUp(one) ? 1 : 0}`),
        );
      case "CGACT=":
        if (id === 1) this.others.add(Number(second));
        else this.others.delete(Number(second));
        return reply();
      case "CGPADDR=":
        return reply(this.#isUp(id) ? `+CGPADDR: ${id},"${this.#address(id)}"` : `+CGPADDR: ${id}`);
      case "CGATT?":
        return reply(`+CGATT: ${this.attached ? 1 : 0}`);
      case "CGATT=":
        if (id === 1 && !this.canAttach) return final("ERROR");
        this.attached = id === 1;
        return reply();
      default:
        return undefined;
    }
  }

  /** The module starts anew: nothing is open. */
  reset(): void {
    for (const id of [...this.active]) this.#forget(id);
    this.others.clear();
  }

  #defined(): number[] {
    const all = new Set([...this.apns.keys(), ...this.active, ...this.others]);
    return [...all].sort((one, other) => one - other);
  }

  #isUp(id: number): boolean {
    if (this.dead.has(id)) return false;
    return this.active.has(id) || this.others.has(id) || this.bearer === id;
  }

  #address(id: number): string {
    return this.withoutAddress.has(id) ? "0.0.0.0" : `10.7.157.${id}`;
  }

  #open(id: number): string {
    return this.withoutAddress.has(id)
      ? `+QIACT: ${id},1,1`
      : `+QIACT: ${id},1,1,"${this.#address(id)}"`;
  }

  #activate(id: number, registered: boolean): string {
    const error = this.#problem(id, registered);
    this.lastError = error;
    if (error !== 0) return final("ERROR");
    this.active.add(id);
    return reply();
  }

  #problem(id: number, registered: boolean): number {
    if (this.active.has(id)) return 572;
    const planned = this.failures.shift();
    if (planned !== undefined) return planned;
    if (!registered || !this.attached || this.others.has(id)) return 561;
    if ((this.apns.get(id) ?? "") === "") return 573;
    const busy = new Set([...this.active, ...this.others]);
    return busy.size >= mostActive ? 561 : 0;
  }

  #forget(id: number): void {
    this.active.delete(id);
    this.dead.delete(id);
    this.withoutAddress.delete(id);
  }
}
