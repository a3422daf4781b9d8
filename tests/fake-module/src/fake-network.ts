import { type Answer, final, reply } from "./fake-module.ts";

/** SIM, registration, data connection, and the settings for short messages. */
export class FakeNetwork {
  sim = "READY";
  signal = "22,99";
  /** Contexts that are up. */
  readonly active: Set<number> = new Set();
  /** How new messages are shown, as programs for them leave it; `undefined`: not known here. */
  newMessages: string | undefined = "2,1,0,0,0";
  /** Whether the words of the network are printed. */
  unstructured = 1;

  /** Whether a message of this kind is printed as it comes. */
  prints(kind: "message" | "broadcast" | "report" | "network"): boolean {
    if (kind === "network") return this.unstructured === 1;
    const [, mt = "", bm = "", ds = ""] = (this.newMessages ?? "2,2,2,1,0").split(",");
    if (kind === "report") return ds === "1";
    return ["2", "3"].includes(kind === "message" ? mt : bm);
  }

  run(command: string): Answer | undefined {
    const text = this.#answerTo(command);
    return text === undefined ? undefined : { text };
  }

  #answerTo(command: string): string | undefined {
    const set = /^\+(CNMI|QIACT|QIDEACT|QICSGP|CUSD)=(.*)$/i.exec(command);
    if (set !== null) return this.#set(set[1]?.toUpperCase() ?? "", set[2] ?? "");
    switch (command.toUpperCase()) {
      case "+CPIN?":
        return reply(`+CPIN: ${this.sim}`);
      case "+CSQ":
        return reply(`+CSQ: ${this.signal}`);
      case "+CREG?":
      case "+CGREG?":
      case "+CEREG?":
        return reply(`${command.slice(0, -1).toUpperCase()}: 0,1`);
      case "+COPS?":
        return reply('+COPS: 0,0,"Example",7');
      case "+CFUN?":
        return reply("+CFUN: 1");
      case "+CGATT?":
        return reply("+CGATT: 1");
      case "+QSIMSTAT?":
        return reply("+QSIMSTAT: 0,1");
      case "+CNMI?":
        return this.newMessages === undefined ? undefined : reply(`+CNMI: ${this.newMessages}`);
      case "+CUSD?":
        return reply(`+CUSD: ${this.unstructured}`);
      case "+QIACT?":
        return reply(...[...this.active].map((id) => `+QIACT: ${id},1,1,"10.7.157.1"`));
      case "+QIGETERROR":
        return reply("+QIGETERROR: 0,operate successfully");
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
      case "QIACT":
        if (this.active.has(id)) return final("ERROR");
        this.active.add(id);
        return reply();
      case "QIDEACT":
        this.active.delete(id);
        return reply();
      default:
        return reply();
    }
  }
}
