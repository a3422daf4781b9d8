/** A host as it can be connected to, or what is wrong with it. */
export type HostFound =
  | { readonly host: string }
  | { readonly message: string; readonly hint: string };

/** Takes a name or an address alone; a name with other letters than ASCII in its xn-- form. */
export function readHost(given: string): HostFound {
  const refused = (message: string, hint: string): HostFound => ({ message, hint });
  if (given === "") return refused("is empty", "Give a host name or an address.");
  const scheme = /^([a-z][a-z\d+.-]*):\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(given);
  if (scheme !== null) {
    return refused(
      "must be a host name or an address, is a URL",
      `Give the name alone${shown(scheme[2])}, without ${scheme[1]}:// and what follows the name.`,
    );
  }
  if (/[\s/@?#\\]/.test(given)) {
    return refused(
      "must be a host name or an address",
      "Give the name alone, such as mail.example.org: no blank, path or user.",
    );
  }
  const bracketed = /^\[([^\]]*)\](?::(\d*))?$/.exec(given);
  if (bracketed !== null) {
    const port = bracketed[2] === undefined ? "" : `, and ${bracketed[2] || "the port"} as port`;
    return refused("stands in brackets", `Give the address alone${shown(bracketed[1])}${port}.`);
  }
  const withPort = /^([^:]+):(\d*)$/.exec(given);
  if (withPort !== null) {
    return refused(
      "must be a host name or an address, has a port",
      `Give the name alone${shown(withPort[1])}, and ${withPort[2] || "the port"} as port.`,
    );
  }
  const host = /^[\0-\x7f]*$/.test(given) ? given : inAscii(given);
  if (host === undefined) {
    return refused(
      "holds letters that no host name has here",
      "Write it in its ASCII form, which begins with xn--.",
    );
  }
  const isAddress = host.includes(":") && /^[\da-f:.]+(?:%[\w.-]+)?$/i.test(host);
  if (isAddress || /^[\w-]+(?:\.[\w-]+)*\.?$/.test(host)) return { host };
  return refused("must be a host name or an address", "Give a name such as mail.example.org.");
}

function shown(name: string | undefined): string {
  return name !== undefined && /^[\w.:-]{1,80}$/.test(name) ? `, ${name}` : "";
}

/** Some platforms have no URL that could. */
function inAscii(host: string): string | undefined {
  try {
    const { hostname } = new URL(`http://${host}`);
    return /^[\w.-]+$/.test(hostname) ? hostname : undefined;
  } catch {
    return undefined;
  }
}
