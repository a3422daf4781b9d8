import { tcpipError } from "./tcpip-error.ts";

/** One context: what `AT+QICSGP` and `AT+CGDCONT` set, and who has it active. */
export interface PdpContext {
  /** 1 IPv4, 2 IPv6, 3 both. */
  type: number;
  apn: string;
  username: string;
  password: string;
  /** 0 none, 1 PAP, 2 CHAP, 3 either. */
  authentication: number;
  /** Open for the module's own services: `AT+QIACT?` shows it. */
  active: boolean;
  /** Active for a data call (PPP) or by `AT+CGACT`, and not for the module's own services. */
  held: boolean;
  /** Gone in the network, though `AT+QIACT?` shows it still. */
  dead: boolean;
  dns: { primary: string; secondary: string };
}

/** As many as the network allows at one time. */
const maxActive = 3;

const networkDns = { primary: "192.0.2.53", secondary: "192.0.2.54" };

/** The contexts of a module. Definitions survive a restart, activity does not. */
export class PdpContexts {
  readonly #contexts = new Map<number, PdpContext>([[1, createContext({ type: 3 })]]);
  /** What `AT+QIGETERROR` tells. */
  lastError: number = tcpipError.none;

  /** A defined context; a module that has never been set up has number 1. */
  get(contextId: number): PdpContext | undefined {
    return this.#contexts.get(contextId);
  }

  define(contextId: number, values: Partial<PdpContext>): void {
    const context = this.get(contextId);
    if (context === undefined) this.#contexts.set(contextId, createContext(values));
    else Object.assign(context, values);
  }

  undefine(contextId: number): void {
    this.#contexts.delete(contextId);
  }

  /** All defined contexts by number. */
  list(): [contextId: number, context: PdpContext][] {
    return [...this.#contexts].sort(([one], [other]) => one - other);
  }

  isActive(contextId: number): boolean {
    return this.get(contextId)?.active ?? false;
  }

  /** Numbers of the contexts that the module's own services have open. */
  activeIds(): number[] {
    return this.list().flatMap(([contextId, { active }]) => (active ? [contextId] : []));
  }

  /** Whether data goes through the context. */
  carriesData(contextId: number): boolean {
    const context = this.get(contextId);
    return context?.active === true && !context.dead;
  }

  /** What the network has of a context, whoever uses it: `AT+CGACT?`. */
  isUp(contextId: number): boolean {
    return this.carriesData(contextId) || this.get(contextId)?.held === true;
  }

  /** @returns the error that keeps it from being activated, or `undefined` when it is active now */
  activate(contextId: number): number | undefined {
    const context = this.get(contextId);
    if (context === undefined) return tcpipError.apnMissing;
    if (context.active) return undefined;
    if (context.held || this.#isFull()) return tcpipError.openFailed;
    context.active = true;
    context.dns = { ...networkDns };
    return undefined;
  }

  deactivate(contextId: number): void {
    const context = this.get(contextId);
    if (context !== undefined) Object.assign(context, { active: false, dead: false });
  }

  /** Activates a context for others than the module's own services. @returns whether it is up now */
  hold(contextId: number): boolean {
    const context = this.get(contextId);
    if (context === undefined) return false;
    if (this.isUp(contextId)) return true;
    if (this.#isFull()) return false;
    context.held = true;
    return true;
  }

  /** Ends what {@link hold} began. */
  letGo(contextId: number): void {
    const context = this.get(contextId);
    if (context !== undefined) context.held = false;
  }

  /** Lets the network drop a context without a word. */
  kill(contextId: number): void {
    const context = this.get(contextId);
    if (context?.active) context.dead = true;
  }

  #isFull(): boolean {
    return this.list().filter(([contextId]) => this.isUp(contextId)).length >= maxActive;
  }

  /** Addresses of a context, as many as its type has. */
  addressesOf(contextId: number): string[] {
    const context = this.get(contextId);
    if (!context?.active) return [];
    const ipv4 = `10.7.157.${contextId}`;
    const ipv6 = `2001:db8:0:0:0:0:0:${contextId.toString(16)}`;
    return context.type === 1 ? [ipv4] : context.type === 2 ? [ipv6] : [ipv4, ipv6];
  }
}

function createContext(values: Partial<PdpContext>): PdpContext {
  return {
    type: 1,
    apn: "",
    username: "",
    password: "",
    authentication: 0,
    active: false,
    held: false,
    dead: false,
    dns: { ...networkDns },
    ...values,
  };
}
