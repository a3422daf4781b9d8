/** Where a mail goes: a name as the module can carry it, or why there is none. */
export type HostName = { readonly host: string } | { readonly fault: string };

const ascii = /^[\x21-\x7e]*$/;
const asciiHost = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i;
const literal = /^\[[\x21-\x5a\x5e-\x7e]+\]$/;
/** What a converted name consists of. */
const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** RFC 1035. */
const longestLabel = 63;

const writeItSo = 'write the domain in its "xn--" form';

/** Converts an international domain to the form in which it is looked up, as far as the platform can. */
export function hostNameOf(domain: string): HostName {
  if (literal.test(domain)) return { host: domain };
  if (ascii.test(domain)) {
    return asciiHost.test(domain)
      ? { host: domain }
      : { fault: "has a domain that is no host name" };
  }
  // Left alone, the platform would take these for parts of an address of the web.
  if (!/^(?:[a-z0-9.-]|\P{ASCII})+$/iu.test(domain)) {
    return { fault: `has a domain that is no host name; ${writeItSo}` };
  }
  const host = converted(domain) ?? "";
  const isWhole = host.split(".").every(isLabel) && /(?:^|\.)xn--/.test(host);
  return isWhole ? { host } : { fault: `has a domain that cannot be converted here; ${writeItSo}` };
}

function isLabel(part: string): boolean {
  return part.length <= longestLabel && label.test(part);
}

function converted(domain: string): string | undefined {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    // Some platforms have no URL, or one that knows ASCII only.
    return undefined;
  }
}
