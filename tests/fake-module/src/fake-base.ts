import { type Answer, type FakeModule, reply } from "./fake-module.ts";

const identity = ["Quectel", "EC25", "Revision: EC25EFAR06A17M4G"];

/** The general commands. */
export function runBase(command: string, module: FakeModule): Answer | undefined {
  const text = answerTo(command, module);
  return text === undefined ? undefined : { text };
}

function answerTo(command: string, module: FakeModule): string | undefined {
  const echo = /^E([01])?$/i.exec(command);
  if (echo !== null) {
    module.echo = module.alwaysEchoes || echo[1] === "1";
    return reply();
  }
  if (/^\+CFUN=1,1$/i.test(command)) {
    module.later(100, () => module.powerCycle());
    return reply();
  }
  const errors = /^\+CMEE=([012])$/i.exec(command);
  if (errors !== null) {
    module.errorMode = Number(errors[1]);
    return reply();
  }
  const dtr = /^&D([012])?$/i.exec(command);
  if (dtr !== null) {
    module.dtrMode = Number(dtr[1] ?? 0);
    return reply();
  }
  if (/^([QVX]\d?|&C\d?|&W|\+CSCS="\w+")?$/i.test(command)) return reply();
  switch (command.toUpperCase()) {
    case "I":
      return reply(...identity);
    case "+CGMI":
    case "+GMI":
      return reply("Quectel");
    case "+CGMM":
    case "+GMM":
      return reply("EC25");
    case "+CGMR":
    case "+GMR":
      return reply("EC25EFAR06A17M4G");
    case "+QGMR":
      return reply("EC25EFAR06A17M4G_A0.301.A0.301");
    case "+CGSN":
    case "+GSN":
      return reply("861234567890123");
    case "+CMEE?":
      return reply(`+CMEE: ${module.errorMode}`);
    case "+CMEE=?":
      return reply("+CMEE: (0-2)");
    case '+QURCCFG="URCPORT"':
      return reply('+QURCCFG: "urcport","uart1"');
    case '+QURCCFG="URCPORT","UART1"':
      return reply();
    default:
      return undefined;
  }
}
