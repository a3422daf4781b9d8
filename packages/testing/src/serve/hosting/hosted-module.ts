import { SimulationOptionError } from "../../checked-options.ts";
import { globalClock } from "../../clock/clock.ts";
import type { ModuleEvent } from "../../events/module-event.ts";
import type { ModuleFault } from "../../faults/fault.ts";
import type { MailCarrier } from "../../mail/outgoing-mail.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../../simulated-module.ts";
import type { HostWire } from "../wire/host-wire.ts";
import type { ModuleOrigin, ServedEventBody } from "./served-event.ts";
import { type NumberedMail, type ServedMail, servedMail } from "./served-mail.ts";

/** How a served module is made: data alone, so that it can come over a wire. */
export type ServedModuleOptions = Omit<
  SimulatedModuleOptions,
  "carrier" | "clock" | "operations" | "family"
>;

/** Where mails go in place of the module's mailbox. */
export interface ServedCarrier extends MailCarrier {
  /** Why the last delivery failed. */
  readonly reason?: string | undefined;
}

/** What a hosted module needs of its host. */
export interface HostedModuleParts {
  readonly id: string;
  readonly origin: ModuleOrigin;
  readonly options: ServedModuleOptions;
  /** Makes what takes the mails; without it they stay in the mailbox. */
  readonly createCarrier: (() => ServedCarrier) | undefined;
  readonly showSecrets: boolean;
  /** @returns the number of the event */
  readonly tell: (module: HostedModule, body: ServedEventBody, atMs: number) => number;
}

/** Something that a test has put into a module and can take back. */
export interface Prepared<What> {
  readonly id: string;
  readonly what: What;
  takeBack(): void;
}

/** Lines kept of each module, and mails. */
const historyLines = 2000;
const maxMails = 200;
const maxMailBytes = 33_554_432;

/** A module that programs connect to, with all that tests have put into it. */
export class HostedModule {
  readonly id: string;
  readonly origin: ModuleOrigin;
  readonly faults: Map<string, Prepared<ModuleFault>> = new Map();
  readonly handlers: Map<string, Prepared<unknown>> = new Map();
  readonly #parts: HostedModuleParts;
  #options: ServedModuleOptions;
  #module: SimulatedModule;
  #mails: NumberedMail[] = [];
  #wire: HostWire | undefined;
  #detach: () => void = () => {};
  #stopListening: () => void = () => {};
  #connection: number | null = null;
  #startedAtMs = performance.now();
  #isEnded = false;
  #preparedCount = 0;
  #resetSeq = 0;

  constructor(parts: HostedModuleParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.origin = parts.origin;
    this.#options = parts.options;
    this.#module = this.#create(parts.options);
  }

  /** The module of the moment: a reset makes another one. */
  get module(): SimulatedModule {
    return this.#module;
  }

  get options(): ServedModuleOptions {
    return this.#options;
  }

  /** The mails that it tried to send, the newest ones. */
  get mails(): readonly NumberedMail[] {
    return this.#mails;
  }

  /** The number of the connection that has it now. */
  get connection(): number | null {
    return this.#connection;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Whether its mails go to a server, which answers them. */
  get isRelayed(): boolean {
    return this.#parts.createCarrier !== undefined;
  }

  /** Number of the event of its last reset: what came before was another module's. 0 without one. */
  get resetSeq(): number {
    return this.#resetSeq;
  }

  /** Since when it runs, or ran. */
  get ageMs(): number {
    return Math.round((performance.now() - this.#startedAtMs) * 1000) / 1000;
  }

  /** Gives it to a connection. */
  plug(connection: number, wire: HostWire): void {
    this.#connection = connection;
    this.#wire = wire;
    this.#attach();
  }

  /** The connection is gone: what it has begun and not ended goes with it. */
  unplug(): void {
    this.#detach();
    this.#detach = () => {};
    this.#wire = undefined;
    this.#connection = null;
    this.#module.hangUp();
  }

  /** Breaks its connection, if there is one. */
  breakConnection(): void {
    this.#wire?.end("unplugged");
  }

  /** Keeps what a test has prepared, until it is taken back or the module made anew. */
  prepare<What>(kind: "faults" | "handlers", what: What, takeBack: () => void): Prepared<What> {
    this.#preparedCount += 1;
    const prepared = { id: String(this.#preparedCount), what, takeBack };
    (this[kind] as Map<string, Prepared<unknown>>).set(prepared.id, prepared);
    return prepared;
  }

  /**
   * Makes the module anew, with its options or others, on the connection that it has.
   * @throws SimulationOptionError `INVALID_OPTION`; the module is as it was then
   */
  reset(options: ServedModuleOptions = this.#options): void {
    const stopListening = this.#stopListening;
    // It comes first because it can fail.
    const module = this.#create(options);
    stopListening();
    this.#detach();
    this.#module.dispose();
    this.#options = options;
    this.faults.clear();
    this.handlers.clear();
    this.#mails = [];
    this.#startedAtMs = performance.now();
    this.#module = module;
    this.#resetSeq = this.#tell({ type: "reset" });
    if (this.#wire !== undefined) this.#attach();
  }

  /** Nobody can connect to it any more. What it knew stays readable. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#wire?.end("module-ended");
    this.#module.dispose();
    this.#tell({ type: "ended" });
  }

  tellOf(body: ServedEventBody): void {
    this.#tell(body);
  }

  #create(options: ServedModuleOptions): SimulatedModule {
    if (this.isRelayed) refuseAnswers(options);
    const carrier = this.#parts.createCarrier?.();
    const deliver: MailCarrier["deliver"] = async (mail, signal) => {
      // A scenario's own commands may send one before the module is made whole.
      await Promise.resolve();
      const result = await (carrier ?? module.mailbox).deliver(mail, signal);
      if (this.#module === module) {
        this.#noteMail(servedMail(mail, result, carrier?.reason, this.#parts.showSecrets));
      }
      return result;
    };
    const module = createSimulatedModule({
      historyLines,
      networkTime: options.scenario?.networkTime ?? true,
      ...options,
      clock: globalClock,
      carrier: { deliver },
    });
    this.#stopListening = module.onEvent((event) => this.#onEvent(event));
    return module;
  }

  #attach(): void {
    const wire = this.#wire;
    if (wire === undefined) return;
    const module = this.#module;
    this.#detach = module.attach(wire);
    wire.open(() => module.unreadBytes);
  }

  #noteMail(mail: ServedMail): void {
    const seq = this.#tell({ type: "mail", ...mail });
    this.#mails.push({ seq, module: this.id, ...mail });
    while (this.#mails.length > 1 && this.#isTooMuch()) this.#mails.shift();
  }

  #isTooMuch(): boolean {
    if (this.#mails.length > maxMails) return true;
    const sizes = this.#mails.map(({ bodyContent, attachments }) =>
      attachments.reduce((sum, { content }) => sum + content.length, 2 * bodyContent.length),
    );
    return sizes.reduce((sum, size) => sum + size, 0) > maxMailBytes;
  }

  #onEvent(event: ModuleEvent): void {
    // Of mails there is a fuller one, also of those that were refused.
    if (event.type === "mail") return;
    const { atMs: _, ...body } = event;
    const told = { ...(body as ServedEventBody) };
    if (told.type !== "command" || event.type !== "command") {
      this.#tell(told);
      return;
    }
    const { input } = event;
    if (!this.#parts.showSecrets) {
      this.#tell({ ...told, input: input && { ...input } });
      return;
    }
    // Secrets are in no list of properties.
    const names = input === undefined ? [] : Object.getOwnPropertyNames(input);
    const all = Object.fromEntries(
      names.filter((name) => name !== "toJSON").map((name) => [name, input?.[name]]),
    );
    const raw = this.#module.received.at(-1)?.line ?? event.line;
    this.#tell({ ...told, input: input && all, raw });
  }

  #tell(body: ServedEventBody): number {
    return this.#parts.tell(this, body, this.ageMs);
  }
}

/** @throws SimulationOptionError `INVALID_OPTION` for answers that would never be given */
export function refuseAnswers({ scenario }: ServedModuleOptions): void {
  if (scenario?.server === undefined) return;
  const message = "says how the server answers, but mails are relayed to a server that does";
  const hint = "Leave it out, or serve without a relay.";
  throw new SimulationOptionError([{ path: "scenario.server", message, hint }]);
}
