import type { AddressLike, AddressList } from "./message.ts";

export interface ParsedAddress {
  readonly name: string;
  readonly address: string;
}

/** Takes an address list apart; what is wrong with an address is for the caller to judge. */
export function parseAddressList(list: AddressList | undefined): ParsedAddress[] {
  if (list === undefined) return [];
  if (Array.isArray(list)) return list.flatMap((item: AddressLike) => parseAddressList(item));
  const single = list as AddressLike;
  if (typeof single !== "string") {
    return [{ name: single.name?.trim() ?? "", address: String(single.address ?? "").trim() }];
  }
  return splitAtCommas(single).map(parseAddress);
}

/** `"Last, First" <a@b>` holds a comma that separates nothing. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  let angled = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (char === "<" && !quoted) angled = true;
    else if (char === ">" && !quoted) angled = false;
    if (char === "," && !quoted && !angled) {
      parts.push(part);
      part = "";
    } else {
      part += char;
    }
  }
  parts.push(part);
  return parts.map((item) => item.trim()).filter((item) => item !== "");
}

function parseAddress(text: string): ParsedAddress {
  const match = /^(.*?)<([^<>]*)>$/s.exec(text);
  if (match === null) return { name: "", address: text };
  const name = (match[1] ?? "").trim().replace(/^"(.*)"$/s, "$1");
  return { name, address: (match[2] ?? "").trim() };
}

/** What is wrong with an address, or `undefined`. Size and characters are the encoder's business. */
export function addressFault(address: string): string | undefined {
  if (address === "") return "is empty";
  const at = address.lastIndexOf("@");
  if (at <= 0 || at === address.length - 1) return 'is not of the form "user@domain"';
  if (/[\s<>,;()"]/.test(address) || address.indexOf("@") !== at) {
    return "holds a character that the module cannot carry in an address";
  }
  for (const char of address) {
    if (char > "\u007e") return "must be ASCII; write an international domain in its xn-- form";
  }
  return undefined;
}
