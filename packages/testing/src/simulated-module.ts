import { pdpDeactivatedUrc } from "@qsmtp/protocol/commands";
import { baseBehaviour } from "./behaviours/base/base-behaviour.ts";
import { extendedSettingsBehaviour } from "./behaviours/base/extended-settings.ts";
import { defaultIdentity, type ModuleIdentity } from "./behaviours/base/identity.ts";
import { Messages } from "./behaviours/base/messages.ts";
import { RegistrationReports } from "./behaviours/base/network-handlers.ts";
import { PortSettings } from "./behaviours/base/port-settings.ts";
import { Radio, type Registration, type RegistrationStatus } from "./behaviours/base/radio.ts";
import { Sim, type SimOptions, type SimState } from "./behaviours/base/sim.ts";
import { simLines } from "./behaviours/base/sim-handlers.ts";
import { type ModulePort, UrcRouting } from "./behaviours/base/urc-routing.ts";
import { type FileOptions, fileBehaviour } from "./behaviours/file/file-behaviour.ts";
import { FileStore, type FileStoreOptions } from "./behaviours/file/file-store.ts";
import type { SettingValues } from "./behaviours/keyed-settings.ts";
import { type PdpOptions, pdpBehaviour, resolveHost } from "./behaviours/pdp/pdp-behaviour.ts";
import { type PdpContext, PdpContexts } from "./behaviours/pdp/pdp-contexts.ts";
import { MailDraft } from "./behaviours/smtp/mail-draft.ts";
import { MailSender } from "./behaviours/smtp/mail-sender.ts";
import { SendResults } from "./behaviours/smtp/send-results.ts";
import { type SmtpOptions, smtpBehaviour } from "./behaviours/smtp/smtp-behaviour.ts";
import { smtpError } from "./behaviours/smtp/smtp-error.ts";
import { defaultSmtpSettings, type SmtpSettings } from "./behaviours/smtp/smtp-settings.ts";
import { sslBehaviour } from "./behaviours/ssl/ssl-behaviour.ts";
import { SslContexts } from "./behaviours/ssl/ssl-contexts.ts";
import { createMailbox, type Mailbox, type MailboxOptions } from "./mail/mailbox.ts";
import type { MailCarrier } from "./mail/outgoing-mail.ts";
import { Modem, type ModemOptions } from "./modem/modem.ts";

/** How a simulated module is made. Everything has a default: a module ready to send mail. */
export interface SimulatedModuleOptions extends ModemOptions {
  /** Takes the mails. Default: the module's own {@link SimulatedModule.mailbox}. */
  readonly carrier?: MailCarrier | undefined;
  /** Model, firmware, IMEI. Default: an EC25. */
  readonly identity?: Partial<ModuleIdentity> | undefined;
  /** How the module's own mailbox takes mails. */
  readonly mailbox?: Omit<MailboxOptions, "clock"> | undefined;
  readonly sim?: SimOptions | undefined;
  /**
   * Port of the module to which the wire leads. URCs that `AT+QURCCFG` sends elsewhere are not
   * seen then. Default: none in particular, and all URCs are seen.
   */
  readonly port?: ModulePort | undefined;
  readonly storage?: FileStoreOptions | undefined;
  readonly smtp?: SmtpOptions | undefined;
  readonly file?: FileOptions | undefined;
  readonly pdp?: PdpOptions | undefined;
}

/** What the module is set to now. It changes with the commands that the module receives. */
export interface ModuleSettings {
  readonly smtp: Readonly<SmtpSettings>;
  /** The mail being written. */
  readonly draft: Readonly<MailDraft>;
  /** A PDP context; `undefined` for one that was never defined. */
  pdp(contextId: number): Readonly<PdpContext> | undefined;
  /** One setting of an SSL context, e.g. `ssl(1, "seclevel")`, by parameter names. */
  ssl(sslContextId: number, item: string): SettingValues | undefined;
}

/** A simulated EC25: the {@link Modem} with all behaviours, their state, and levers on it. */
export class SimulatedModule extends Modem {
  /** The mails that were sent, unless another carrier takes them. */
  readonly mailbox: Mailbox;
  /** The stored files, to look at and to change. */
  readonly files: FileStore;
  readonly settings: ModuleSettings;
  readonly #port = new PortSettings();
  readonly #messages = new Messages(this.#port);
  readonly #sim: Sim;
  readonly #radio: Radio;
  readonly #reports: RegistrationReports;
  readonly #contexts = new PdpContexts();
  readonly #sender: MailSender;

  constructor(options: SimulatedModuleOptions = {}) {
    super(options);
    const { clock, carrier, identity, port, smtp = {}, file = {}, pdp = {} } = options;
    this.mailbox = createMailbox({ clock, ...options.mailbox });
    this.files = new FileStore(options.storage);
    this.#sim = new Sim(options.sim);
    this.#radio = new Radio(() => this.#sim.isReady);
    this.#reports = new RegistrationReports(this.#radio, this);
    const contexts = this.#contexts;
    const ssl = new SslContexts();
    const draft = new MailDraft();
    const settings = defaultSmtpSettings();
    const readFile = (name: string): Uint8Array | undefined => this.files.read(name);
    const routing = new UrcRouting(port);
    this.settings = {
      smtp: settings,
      draft,
      pdp: (contextId) => contexts.get(contextId),
      ssl: (sslContextId, item) => ssl.get(sslContextId)?.get(item),
    };
    const results = new SendResults({
      faults: this.faults,
      timers: this.timers,
      urc: (line) => this.urc(line),
    });
    this.#sender = new MailSender({
      timers: this.timers,
      settings,
      draft,
      carrier: carrier ?? this.mailbox,
      isContextActive: (contextId) => contexts.carriesData(contextId),
      isAttached: () => this.#radio.canCarryData,
      resolves: (host) => resolveHost(host, pdp).length > 0,
      readFile,
      tls: (sslContextId) => ssl.tls(sslContextId, readFile),
      report: (result) => results.report(result),
    });
    this.filterUrcs((line) => routing.fateOf(line));
    this.use(
      baseBehaviour({
        modem: this,
        port: this.#port,
        identity: { ...defaultIdentity, ...identity },
        sim: this.#sim,
        radio: this.#radio,
        reports: this.#reports,
        routing,
        onDetached: () => this.#deactivateAll(),
      }),
    );
    this.use(extendedSettingsBehaviour(routing, this));
    this.use(sslBehaviour(ssl));
    this.use(
      pdpBehaviour(
        {
          contexts,
          isAttached: () => this.#radio.canCarryData,
          modem: this,
          onDeactivated: (contextId) => this.#onDeactivated(contextId),
        },
        pdp,
      ),
    );
    this.use(fileBehaviour(this.files, file));
    this.use(
      smtpBehaviour(
        {
          settings,
          draft,
          sender: this.#sender,
          tellsFirst: () => results.begin(),
          fileSize: (name) => readFile(name)?.length,
          isSimReady: () => this.#sim.isReady,
        },
        smtp,
      ),
    );
  }

  /** Sets what `AT+CSQ` tells: `rssi` 0-31 or 99, `ber` 0-7 or 99. */
  setSignal(rssi: number, ber = 99): void {
    this.#radio.rssi = rssi;
    this.#radio.ber = ber;
  }

  /** Changes the registration of all domains or of some, with the URCs that the host asked for. */
  setRegistration(registration: RegistrationStatus | Registration): void {
    const all = (status: RegistrationStatus): Registration => {
      return { network: status, packet: status, eps: status };
    };
    this.#reports.register(typeof registration === "number" ? all(registration) : registration);
  }

  /** Changes the state of the SIM: taken out, busy, waiting for its PIN. `+CPIN` tells. */
  setSim(state: SimState): void {
    if (state !== "ready") this.#deactivateAll();
    this.#reports.around(() => {
      this.#sim.state = state;
    });
    for (const line of simLines(this.#sim)) this.urc(line);
  }

  /**
   * Lets a short message come. As `AT+CNMI` says, it is printed with its text, which may be any line
   * or lines, stored and told by `+CMTI`, or stored in silence. Each is in text mode, as after
   * `AT+CMGF=1`.
   */
  receiveMessage(text: string, from?: string): void {
    for (const line of this.#messages.receive(text, from)) this.urc(line);
  }

  /** Lets the network drop a context: a mail on its way fails with 657, `+QIURC` tells. */
  pdpDeactivate(contextId: number): void {
    if (!this.#contexts.isActive(contextId)) return;
    this.#contexts.deactivate(contextId);
    this.report(pdpDeactivatedUrc, { contextId });
    this.#onDeactivated(contextId);
  }

  /**
   * Lets another program have a context, as a data call (PPP) or `AT+CGACT` does, or end that: the
   * mail client cannot use it meanwhile.
   */
  pdpHold(contextId: number, held = true): void {
    if (held) this.#contexts.hold(contextId);
    else this.#contexts.letGo(contextId);
  }

  /** Lets the network drop a context without a word: `AT+QIACT?` shows it still. */
  pdpDrop(contextId: number): void {
    this.#contexts.kill(contextId);
  }

  #deactivateAll(): void {
    for (const [contextId] of this.#contexts.list()) this.#contexts.letGo(contextId);
    for (const contextId of this.#contexts.activeIds()) this.pdpDeactivate(contextId);
  }

  #onDeactivated(contextId: number): void {
    if (contextId === this.settings.smtp.contextId) this.#sender.giveUp(smtpError.contextInactive);
  }
}

/** Makes a simulated module that is on, registered, and plugged into nothing yet. */
export function createSimulatedModule(options: SimulatedModuleOptions = {}): SimulatedModule {
  return new SimulatedModule(options);
}
