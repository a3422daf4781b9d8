/** What of the module an answer may read and change. */
export interface ModuleState {
  echo: boolean;
  /** Back to what the module had when it was switched on. */
  reset(): void;
}

/** Contents of `+QSSLCFG` of a context that nobody has set. */
const sslDefaults: Readonly<Record<string, string>> = {
  sslversion: "4",
  seclevel: "0",
  ignorelocaltime: "0",
  negotiatetime: "300",
  ciphersuite: "0xFFFF",
};

/** The settings that some subject makes when it opens, all answered `OK`. */
const settings = /^AT(\+CMEE=\d|\+CNMI=[\d,]+|\+CREG=2|\+CMEE=1;\+CREG=2|Q0 V1 E0|&D\d)?$/;

/** How the module answers a line for which a scenario says nothing else. */
export function usualAnswer(line: string, module: ModuleState): string {
  const echo = /^AT(?:Q0 V1 )?E([01])$/.exec(line);
  if (echo !== null) {
    module.echo = echo[1] === "1";
    return ok();
  }
  if (line === "ATZ") {
    module.reset();
    return ok();
  }
  if (settings.test(line)) return ok();
  const ssl = /^AT\+QSSLCFG="(\w+)",([0-5])$/.exec(line);
  if (ssl !== null) {
    const value = sslDefaults[ssl[1] ?? ""];
    if (value !== undefined) return ok(`+QSSLCFG: "${ssl[1]}",${ssl[2]},${value}`);
  }
  const file = /^AT\+QFLST="(RAM:(\d+)\.txt)"$/.exec(line);
  if (file !== null) return ok(`+QFLST: "${file[1]}",${1000 + Number(file[2])}`);
  switch (line) {
    case "ATI":
      return ok("Quectel", "EC25", "Revision: EC25EFAR06A17M4G");
    case "AT+CSQ":
      return ok("+CSQ: 20,99");
    case "AT+CGMI":
      return ok("Quectel");
    case "AT+CMEE?":
      return ok("+CMEE: 1");
    case "AT+CNMI?":
      return ok("+CNMI: 2,1,0,0,0");
    case "AT+CPIN?":
      return ok("+CPIN: READY");
    case 'AT+QURCCFG="urcport"':
      return ok('+QURCCFG: "urcport","uart1"');
    default:
      return "\r\nERROR\r\n";
  }
}

/** Information lines and `OK`, as a module prints them. */
export function ok(...lines: readonly string[]): string {
  const information = lines.length === 0 ? "" : `\r\n${lines.join("\r\n")}\r\n`;
  return `${information}\r\nOK\r\n`;
}
