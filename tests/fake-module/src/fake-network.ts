import { FakeContexts } from "./fake-contexts.ts";
import { splitValues } from "./fake-files.ts";
import { type Answer, type FakeModule, final, reply } from "./fake-module.ts";

/** SIM, registration, data connection, clock, and the settings for short messages. */
export class FakeNetwork {
  sim = "READY";
  /** The number of the error with which `AT+CPIN?` is answered, e.g. 14 for a busy SIM. */
  simError: number | undefined;
  signal = "22,99";
  /** Registration by `AT+CREG`, `AT+CGREG` and `AT+CEREG`. */
  readonly status: Record<"CREG" | "CGREG" | "CEREG", number> = { CREG: 1, CGREG: 1, CEREG: 1 };
  readonly contexts: FakeContexts = new FakeContexts();
  /** What `AT+CCLK?` prints. */
  time = "26/11/30,08:00:00+04";
  /** Addresses of hosts; an empty list: no such name. */
  readonly hosts: Map<string, readonly string[]> = new Map([["mail.example.org", ["192.0.2.25"]]]);
  /** Time from the `OK` of a lookup to its result. */
  lookupMs = 300;
  /** How new messages are shown, as programs for them leave it; `undefined`: not known here. */
  newMessages: string | undefined = "2,1,0,0,0";
  /** What a start of the module sets it to. */
  newMessagesAtStart: string | undefined = "2,1,0,0,0";
  /** Whether the words of the network are printed. */
  unstructured = 1;

  /** Whether a message of this kind is printed as it comes. */
  prints(kind: "message" | "broadcast" | "report" | "network"): boolean {
    if (kind === "network") return this.unstructured === 1;
    const [, mt = "", bm = "", ds = ""] = (this.newMessages ?? "2,2,2,1,0").split(",");
    if (kind === "report") return ds === "1";
    return ["2", "3"].includes(kind === "message" ? mt : bm);
  }

  /** The module starts anew. */
  restart(): void {
    this.contexts.reset();
    this.newMessages = this.newMessagesAtStart;
  }

  /** Contexts that are up. */
  get active(): Set<number> {
    return this.contexts.active;
  }

  /** Whether a network carries data for the module. */
  get registered(): boolean {
    return [1, 5].includes(this.status.CEREG) || [1, 5].includes(this.status.CGREG);
  }

  run(command: string, module: FakeModule): Answer | undefined {
    const text = this.#contextAnswer(command) ?? this.#answerTo(command, module);
    return text === undefined ? undefined : { text };
  }

  #contextAnswer(command: string): string | undefined {
    const [, name = "", form = "", values = ""] =
      /^\+([A-Z]+)(\?|=(?!\?))?(.*)$/i.exec(command) ?? [];
    return this.contexts.run(name.toUpperCase(), form, values, this.registered);
  }

  #answerTo(command: string, module: FakeModule): string | undefined {
    const set = /^\+(CNMI|CUSD)=(.*)$/i.exec(command);
    if (set !== null) return this.#set(set[1]?.toUpperCase() ?? "", set[2] ?? "");
    const lookup = /^\+QIDNSGIP=(.*)$/i.exec(command);
    if (lookup !== null) return this.#lookUp(splitValues(lookup[1] ?? ""), module);
    const registration = /^\+(CREG|CGREG|CEREG)\?$/i.exec(command)?.[1]?.toUpperCase();
    if (registration !== undefined) {
      const status = this.status[registration as keyof typeof this.status];
      return reply(`+${registration}: 0,${status}`);
    }
    switch (command.toUpperCase()) {
      case "+CPIN?":
        return this.simError === undefined
          ? reply(`+CPIN: ${this.sim}`)
          : module.error(this.simError);
      case "+CSQ":
        return reply(`+CSQ: ${this.signal}`);
      case "+COPS?":
        return reply('+COPS: 0,0,"Example",7');
      case "+CFUN?":
        return reply("+CFUN: 1");
      case "+CCLK?":
        return reply(`+CCLK: "${this.time}"`);
      case "+QSIMSTAT?":
        return reply("+QSIMSTAT: 0,1");
      case "+CNMI?":
        return this.newMessages === undefined ? undefined : reply(`+CNMI: ${this.newMessages}`);
      case "+CUSD?":
        return reply(`+CUSD: ${this.unstructured}`);
      default:
        return undefined;
    }
  }

  #set(name: string, values: string): string | undefined {
    const id = Number(values.split(",")[0]);
    switch (name) {
      case "CNMI": {
        if (this.newMessages === undefined) return undefined;
        if (values === "?") return reply("+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)");
        // Values that are left out at the end stay as they are.
        const given = values.split(",");
        const kept = this.newMessages.split(",").slice(given.length);
        const all = [...given, ...kept].join(",");
        if (!/^[0-2],[0-3],[02],[0-2],[01]$/.test(all)) return final("ERROR");
        this.newMessages = all;
        return reply();
      }
      case "CUSD":
        this.unstructured = id;
        return reply();
      default:
        return undefined;
    }
  }

  #lookUp([id = "", host = ""]: readonly string[], module: FakeModule): string {
    if (!this.contexts.carries(Number(id))) return final("ERROR");
    const addresses = this.hosts.get(host) ?? [];
    const lines =
      addresses.length === 0
        ? ['+QIURC: "dnsgip",565']
        : [
            `+QIURC: "dnsgip",0,${addresses.length},600`,
            ...addresses.map((address) => `+QIURC: "dnsgip","${address}"`),
          ];
    module.later(this.lookupMs, () => module.print(lines.map(final).join("")));
    return reply();
  }
}
