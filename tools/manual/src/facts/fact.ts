/** One thing that a manual or the schema says. Manuals and schema are compared fact by fact. */
export interface Fact {
  /** `+QSMTPDST`; of an error table its placeholder, `<err>`. */
  readonly command: string;
  /** What the fact is about: `params/emailaddr/size`, `write:account`, `codes/653`. */
  readonly path: string;
  readonly value: string;
  /** Line of the text; 0 when the schema says it. */
  readonly line: number;
  /** Section of the manual; empty when the schema says it. */
  readonly section: string;
  /** True for the vendor's wording, which is compared between manuals and never with the schema. */
  readonly words?: true;
}

/** Facts by command and path, in the order in which they were said. */
export class FactSheet {
  readonly #facts = new Map<string, Fact>();

  constructor(facts: Iterable<Fact> = []) {
    for (const fact of facts) this.add(fact);
  }

  /** Adds a fact; what was said first stays, since manuals repeat themselves. */
  add(fact: Fact): void {
    const key = keyOf(fact.command, fact.path);
    if (!this.#facts.has(key)) this.#facts.set(key, fact);
  }

  get(command: string, path: string): Fact | undefined {
    return this.#facts.get(keyOf(command, path));
  }

  set(fact: Fact): void {
    this.#facts.set(keyOf(fact.command, fact.path), fact);
  }

  delete(command: string, path: string): void {
    this.#facts.delete(keyOf(command, path));
  }

  get size(): number {
    return this.#facts.size;
  }

  all(): readonly Fact[] {
    return [...this.#facts.values()];
  }

  of(command: string): readonly Fact[] {
    return this.all().filter((fact) => fact.command === command);
  }

  commands(): readonly string[] {
    return [...new Set(this.all().map((fact) => fact.command))];
  }
}

function keyOf(command: string, path: string): string {
  return `${command} ${path}`;
}

/** A vendor's word as one step of a path: `ltesms/format` holds no step of its own. */
export function step(word: string): string {
  return word.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Whether a path lies below another one: `params/err/type` below `params/err`. */
export function isBelow(path: string, parent: string): boolean {
  return path.startsWith(`${parent}/`);
}
