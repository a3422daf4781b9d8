/** Tells what happens, and remembers it to check that no secret was told. */
export class Narrator {
  readonly #print: (text: string) => void;
  #told = "";

  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  chapter(title: string): void {
    this.say(`\n== ${title}`);
  }

  say(...lines: readonly string[]): void {
    for (const line of lines) {
      this.#told += `${line}\n`;
      this.#print(`${line}\n`);
    }
  }

  /** Tells two columns, the first padded. */
  table(rows: readonly (readonly [string, string])[]): void {
    const width = Math.max(...rows.map(([name]) => name.length));
    this.say(...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`));
  }

  /** Whether one of the secrets was told, as it is or in base64. */
  hasTold(secrets: readonly string[]): boolean {
    return secrets.some((secret) =>
      [secret, Buffer.from(secret).toString("base64")].some((form) => this.#told.includes(form)),
    );
  }
}
