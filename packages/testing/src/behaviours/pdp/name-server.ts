/** Names with their addresses, as the network's DNS has them. */
export type HostTable = Readonly<Record<string, readonly string[]>>;

/** Stands for every name that the table does not list. */
const otherNames = "*";

/** Where names lead that no table has: an address that belongs to nobody (RFC 5737). */
const anyAddress = "192.0.2.25";

/** The DNS of the network. Capitals and a dot behind a name make no difference. */
export class NameServer {
  #table: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(hosts: HostTable | undefined) {
    this.set(hosts);
  }

  /** Changes what it knows; without a table every name is known. */
  set(hosts: HostTable | undefined): void {
    this.#table =
      hosts &&
      new Map(Object.entries(hosts).map(([name, addresses]) => [written(name), addresses]));
  }

  /** Looks a name up; an address stands for itself. Empty when there is none. */
  addressesOf(host: string): readonly string[] {
    if (isAddress(host)) return [host];
    return host === "" ? [] : (this.listed(host) ?? [anyAddress]);
  }

  /** The addresses by the table; `undefined` for an address, and where there is no table. */
  listed(host: string): readonly string[] | undefined {
    if (this.#table === undefined || isAddress(host)) return undefined;
    return this.#table.get(written(host)) ?? this.#table.get(otherNames) ?? [];
  }
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}

function written(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
