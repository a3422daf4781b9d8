import { PdpType, setPdpContext, setSmtpContext } from "@qsmtp/protocol/commands";
import { maxActiveContexts, tcpipErrorNumber } from "@qsmtp/protocol/facts";
import type { ContextState } from "../../events/module-event.ts";
import { hideSecrets } from "../../hide-secrets.ts";
import type { Dialect } from "../../modem/dialect.ts";

/** One context: what `AT+QICSGP` and `AT+CGDCONT` set, and who has it active. */
export interface PdpContext {
  /** A number of `PdpType`. */
  type: number;
  /** Access point name. */
  apn: string;
  /** Of its account; empty for none. */
  username: string;
  /** Read by its name only: no list of properties has it. */
  password: string;
  /** A number of `PdpAuthentication`. */
  authentication: number;
  /** Open for the module's own services: `AT+QIACT?` shows it. */
  active: boolean;
  /** Active for a data call (PPP) or by `AT+CGACT`, and not for the module's own services. */
  held: boolean;
  /** Gone in the network, though `AT+QIACT?` shows it still. */
  dead: boolean;
  /** Addresses of the name servers. */
  dns: { primary: string; secondary: string };
}

const networkDns = { primary: "192.0.2.53", secondary: "192.0.2.54" };

/** The contexts of a module. Definitions survive a restart, activity does not. */
export class PdpContexts {
  readonly #dialect: Dialect;
  readonly #contexts = new Map<number, PdpContext>();
  readonly #onChange: (contextId: number, state: ContextState) => void;
  /** What `AT+QIGETERROR` tells. */
  lastError: number = tcpipErrorNumber.success;

  /** @param onChange is told when a context comes up or goes */
  constructor(
    dialect: Dialect,
    onChange: (contextId: number, state: ContextState) => void = () => {},
  ) {
    this.#dialect = dialect;
    this.#onChange = onChange;
    const first = dialect.defaultOf(setSmtpContext, "contextId");
    this.#contexts.set(first, this.#create({}));
  }

  /** A defined context; a module that has never been set up has number 1. */
  get(contextId: number): PdpContext | undefined {
    return this.#contexts.get(contextId);
  }

  define(contextId: number, values: Partial<PdpContext>): void {
    const context = this.get(contextId);
    if (context === undefined) this.#contexts.set(contextId, this.#create(values));
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
    if (context === undefined) return tcpipErrorNumber.apnNotConfigured;
    if (context.active) return undefined;
    if (context.held || this.#isFull()) return tcpipErrorNumber.contextOpenFailed;
    context.active = true;
    context.dns = { ...networkDns };
    this.#onChange(contextId, "active");
    return undefined;
  }

  deactivate(contextId: number): void {
    const context = this.get(contextId);
    if (!context?.active) return;
    Object.assign(context, { active: false, dead: false });
    this.#onChange(contextId, "inactive");
  }

  /** Activates a context for others than the module's own services. @returns whether it is up now */
  hold(contextId: number): boolean {
    const context = this.get(contextId);
    if (context === undefined) return false;
    if (this.isUp(contextId)) return true;
    if (this.#isFull()) return false;
    context.held = true;
    this.#onChange(contextId, "held");
    return true;
  }

  /** Ends what {@link hold} began. */
  letGo(contextId: number): void {
    const context = this.get(contextId);
    if (!context?.held) return;
    context.held = false;
    this.#onChange(contextId, "inactive");
  }

  /** Lets the network drop a context without a word. */
  kill(contextId: number): void {
    const context = this.get(contextId);
    if (!context?.active || context.dead) return;
    context.dead = true;
    this.#onChange(contextId, "dropped");
  }

  #isFull(): boolean {
    const most = this.#dialect.limit("maxActiveContexts", maxActiveContexts);
    return this.list().filter(([contextId]) => this.isUp(contextId)).length >= most;
  }

  /** Addresses of a context, as many as its type has. */
  addressesOf(contextId: number): string[] {
    const context = this.get(contextId);
    if (!context?.active) return [];
    const ipv4 = `10.7.157.${contextId}`;
    const ipv6 = `2001:db8:0:0:0:0:0:${contextId.toString(16)}`;
    switch (context.type) {
      case PdpType.ipv4:
        return [ipv4];
      case PdpType.ipv6:
        return [ipv6];
      default:
        return [ipv4, ipv6];
    }
  }

  #create(values: Partial<PdpContext>): PdpContext {
    const context = {
      type: this.#dialect.defaultOf(setPdpContext, "type"),
      apn: "",
      username: "",
      password: "",
      authentication: this.#dialect.defaultOf(setPdpContext, "authentication"),
      active: false,
      held: false,
      dead: false,
      dns: { ...networkDns },
      ...values,
    };
    return hideSecrets(context, "password");
  }
}
