import { IndicationKind, indicationUrc, pdpDeactivatedUrc } from "@qsmtp/protocol/commands";
import { smtpErrorNumber, unknownBitErrorRate } from "@qsmtp/protocol/facts";
import { baseBehaviour, unusableBehaviour } from "./behaviours/base/base-behaviour.ts";
import { extendedSettingsBehaviour } from "./behaviours/base/extended-settings.ts";
import { identityOf } from "./behaviours/base/identity.ts";
import { Indications } from "./behaviours/base/indications.ts";
import { Messages } from "./behaviours/base/messages.ts";
import { ModuleClock } from "./behaviours/base/module-clock.ts";
import { type BootTimes, ModuleStart, realisticBoot } from "./behaviours/base/module-start.ts";
import { RegistrationReports } from "./behaviours/base/network-handlers.ts";
import { PortSettings } from "./behaviours/base/port-settings.ts";
import {
  type NetworkOperator,
  Radio,
  type RadioTechnology,
  type Registration,
  type RegistrationState,
  RegistrationStatus,
  registrationWords,
} from "./behaviours/base/radio.ts";
import { Sim, type SimState } from "./behaviours/base/sim.ts";
import { SimPresenceReports, simLines } from "./behaviours/base/sim-handlers.ts";
import { UrcRouting } from "./behaviours/base/urc-routing.ts";
import { fileBehaviour } from "./behaviours/file/file-behaviour.ts";
import { FileStore } from "./behaviours/file/file-store.ts";
import type { SettingValues } from "./behaviours/keyed-settings.ts";
import { type HostTable, NameServer } from "./behaviours/pdp/name-server.ts";
import { pdpBehaviour } from "./behaviours/pdp/pdp-behaviour.ts";
import { type PdpContext, PdpContexts } from "./behaviours/pdp/pdp-contexts.ts";
import { qualityOfServiceBehaviour } from "./behaviours/pdp/quality-of-service.ts";
import { MailDraft } from "./behaviours/smtp/mail-draft.ts";
import { MailSender } from "./behaviours/smtp/mail-sender.ts";
import { SendResults } from "./behaviours/smtp/send-results.ts";
import { smtpBehaviour } from "./behaviours/smtp/smtp-behaviour.ts";
import { defaultSmtpSettings, type SmtpSettings } from "./behaviours/smtp/smtp-settings.ts";
import { sslBehaviour } from "./behaviours/ssl/ssl-behaviour.ts";
import { SslContexts } from "./behaviours/ssl/ssl-contexts.ts";
import { checkedArgument, checkedOptions } from "./checked-options.ts";
import { globalClock } from "./clock/clock.ts";
import { Timers } from "./clock/timers.ts";
import type { StateChange } from "./events/module-event.ts";
import type { FaultNamed } from "./faults/fault.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { createMailbox, type Mailbox, readMail } from "./mail/mailbox.ts";
import type { MailCarrier } from "./mail/outgoing-mail.ts";
import {
  defaultModel,
  identityOfModel,
  type SimulatedModel,
  simulatedModel,
} from "./models/simulated-model.ts";
import type { ActionFault } from "./modem/fault-moments.ts";
import { Modem } from "./modem/modem.ts";
import type { ModuleDescription } from "./module-description.ts";
import {
  networkOperator as networkOperatorOptions,
  radioTechnology as radioTechnologies,
  simState as simStates,
  simulatedModuleOptions,
} from "./option-tables.gen.ts";
import { mergedQuirks } from "./quirks/module-quirks.ts";
import { besideScenario, checkedScenario } from "./scenario/module-scenario.ts";
import { playScenario } from "./scenario/play-scenario.ts";
import type { Scenario } from "./scenario/scenario.ts";

/** How a simulated module is made. Everything has a default: a module ready to send mail. */
export interface SimulatedModuleOptions extends ModuleDescription {
  /**
   * Takes the mails. Default: the module's own {@link SimulatedModule.mailbox}. It answers in place of
   * the `server` of a scenario, which speaks for the mailbox only and is not asked then.
   */
  readonly carrier?: MailCarrier | undefined;
  /**
   * A situation as data: the options beside it win, object by object, and both their faults happen.
   * `readScenario` of `@qsmtp/testing/scenario` reads one from a file.
   */
  readonly scenario?: Scenario | undefined;
}

/**
 * What the module is set to now. It changes with the commands that the module receives. Printed whole
 * it shows no secret: each is read by its name.
 */
export interface ModuleSettings {
  /** `AT+QSMTPCFG`. */
  readonly smtp: Readonly<SmtpSettings>;
  /** The mail being written. */
  readonly draft: Readonly<MailDraft>;
  /** A PDP context; `undefined` for one that was never defined. */
  pdp(contextId: number): Readonly<PdpContext> | undefined;
  /** One setting of an SSL context, e.g. `ssl(1, "seclevel")`, by parameter names. */
  ssl(sslContextId: number, item: string): SettingValues | undefined;
}

/** The parts that a reset makes anew. */
interface ModuleState {
  readonly sim: Sim;
  readonly presence: SimPresenceReports;
  readonly radio: Radio;
  readonly reports: RegistrationReports;
  readonly indications: Indications;
  readonly contexts: PdpContexts;
  readonly names: NameServer;
  readonly sender: MailSender;
  readonly messages: Messages;
  readonly settings: SmtpSettings;
  readonly draft: MailDraft;
  readonly ssl: SslContexts;
}

/** A simulated module, an EC25 by default: the {@link Modem} with all behaviours, their state, and levers on it. */
export class SimulatedModule extends Modem {
  /** The mails that were sent, unless another carrier takes them. */
  readonly mailbox: Mailbox;
  /** The stored files, to look at and to change. */
  readonly files: FileStore;
  /** What the module is set to, to look at. */
  readonly settings: ModuleSettings;
  readonly #options: Omit<SimulatedModuleOptions, "scenario">;
  readonly #model: SimulatedModel;
  readonly #bootTimes: BootTimes;
  readonly #scenario: Scenario | undefined;
  #state: ModuleState;
  /** A restart does not call them off. */
  readonly #timeline: Timers;

  constructor(options: SimulatedModuleOptions = {}) {
    const { scenario: played, ...given } = checkedOptions(options, simulatedModuleOptions);
    const scenario = played && checkedScenario(played);
    const checked = scenario === undefined ? given : besideScenario(scenario, given);
    const { model: name, boot, identity, ...others } = checked;
    const { carrier: _, sim: _sim, port: _port, pdp: _pdp, ...rest } = others;
    const { networkTime: _time, storage, smtp: _smtp, file: _file, ...more } = rest;
    const { mailbox, faults: _faults, ...modem } = more;
    const model = simulatedModel(name ?? defaultModel, identity?.fullRevision);
    const times = boot === "realistic" ? realisticBoot : boot === "instant" ? {} : (boot ?? {});
    super({
      ...modem,
      // As the schema says it today, unless a module was asked for.
      family: modem.family ?? (name === undefined ? undefined : model.view),
      quirks: mergedQuirks(model.quirks, modem.quirks),
      bootMs: modem.bootMs ?? times.readyMs,
    });
    this.#options = checked;
    this.#model = model;
    this.#bootTimes = times;
    this.#scenario = scenario;
    this.#timeline = new Timers(modem.clock ?? globalClock);
    this.mailbox = createMailbox({ clock: modem.clock, ...mailbox });
    this.files = new FileStore({ ...model.storage, ...storage });
    this.#state = this.#assemble();
    const state = (): ModuleState => this.#state;
    this.settings = {
      get smtp() {
        return state().settings;
      },
      get draft() {
        return state().draft;
      },
      pdp: (contextId) => this.#contexts.get(contextId),
      ssl: (sslContextId, item) => this.#state.ssl.show(sslContextId, item),
    };
    this.#begin();
  }

  /** Makes the parts of the module as new, and puts the behaviours in place. */
  #assemble(): ModuleState {
    const { carrier, identity, sim: simOptions, port, smtp, file, pdp } = this.#options;
    const { networkTime } = this.#options;
    const model = this.#model;
    const portSettings = new PortSettings();
    const indications = new Indications();
    const tell = (change: StateChange): void =>
      this.events.emit(() => ({ type: "state", ...change }));
    const sim = new Sim(simOptions, (state) => tell({ what: "sim", sim: state }));
    const presence = new SimPresenceReports(sim, this);
    const radio = new Radio(() => sim.isReady);
    const reports = new RegistrationReports(radio, this, (registration) =>
      tell({ what: "registration", registration }),
    );
    const start = new ModuleStart({
      modem: this,
      dialect: this.dialect,
      sim,
      presence,
      radio,
      reports,
      times: this.#bootTimes,
    });
    const contexts = new PdpContexts(this.dialect, (contextId, context) =>
      tell({ what: "context", contextId, context }),
    );
    const names = new NameServer(pdp?.hosts);
    const ssl = new SslContexts(this.dialect);
    const clock = new ModuleClock(this.timers, networkTime ? Date.now() : undefined);
    const draft = new MailDraft();
    const settings = hideSecrets(defaultSmtpSettings(this.dialect), "password");
    const readFile = (name: string): Uint8Array | undefined => this.files.read(name);
    const routing = new UrcRouting(port);
    const results = new SendResults({
      faults: this.faults,
      dialect: this.dialect,
      urc: (line) => this.urc(line),
    });
    const sender = new MailSender({
      timers: this.timers,
      settings,
      draft,
      carrier: carrier ?? this.mailbox,
      isContextActive: (contextId) => contexts.carriesData(contextId),
      isAttached: () => radio.canCarryData,
      names,
      readFile,
      tls: (sslContextId) => ssl.tls(sslContextId, { readFile, timeMs: clock.timeMs }),
      onTaken: (mail) => this.events.emit(() => ({ type: "mail", mail: readMail(mail) })),
      report: (result) => results.report(result),
    });
    this.filterUrcs((line) => routing.fateOf(line));
    this.use(
      baseBehaviour({
        modem: this,
        clock,
        port: portSettings,
        identity: identityOf(
          identity?.model === undefined ? model.identity : identityOfModel(identity.model),
          identity,
        ),
        dialect: this.dialect,
        sim,
        presence,
        start,
        radio,
        reports,
        routing,
        onDetached: () => this.#deactivateAll(),
      }),
    );
    this.use(extendedSettingsBehaviour(routing, indications, this.dialect, this));
    this.use(sslBehaviour(ssl));
    this.use(qualityOfServiceBehaviour());
    this.use(
      pdpBehaviour(
        {
          contexts,
          dialect: this.dialect,
          names,
          isAttached: () => radio.canCarryData,
          modem: this,
          onDeactivated: (contextId) => this.#onDeactivated(contextId),
        },
        pdp,
      ),
    );
    const isFull = (): boolean =>
      this.faults.take("storage-full", this.faults.command) !== undefined;
    this.use(fileBehaviour(this.files, this.dialect, { ...model.file, ...file }, isFull));
    this.use(
      smtpBehaviour(
        {
          dialect: this.dialect,
          settings,
          draft,
          sender,
          tellsFirst: () => results.begin(),
          fileSize: (name) => readFile(name)?.length,
          isSimReady: () => sim.isReady,
        },
        { ...model.smtp, ...smtp },
      ),
    );
    this.use(unusableBehaviour(start));
    const messages = new Messages(portSettings);
    const levers = { sim, presence, radio, reports, indications, contexts, names, sender };
    return { ...levers, messages, settings, draft, ssl };
  }

  /** Lets the scenario begin; the faults come behind what it does to the module beforehand. */
  #begin(): void {
    if (this.#scenario !== undefined) this.#play(this.#scenario);
    for (const fault of this.#options.faults ?? []) this.faults.add(fault);
  }

  protected override renew(): void {
    this.#timeline.clear();
    this.mailbox.clear();
    this.files.clear();
    this.#state = this.#assemble();
    this.#begin();
  }

  override dispose(): void {
    super.dispose();
    this.#timeline.clear();
  }

  get #sim(): Sim {
    return this.#state.sim;
  }

  get #radio(): Radio {
    return this.#state.radio;
  }

  get #reports(): RegistrationReports {
    return this.#state.reports;
  }

  get #contexts(): PdpContexts {
    return this.#state.contexts;
  }

  /**
   * Sets what `AT+CSQ` tells, as the numbers of that command. `+QIND: "csq"` tells a host that has asked
   * for it by `AT+QINDCFG`. A module that searches for a network has no signal, whatever is set.
   *
   * @param ber default: not known
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  setSignal(rssi: number, ber: number = unknownBitErrorRate): void {
    const count = { number: { whole: true, minimum: 0 } } as const;
    const before = this.#radio.signal;
    this.#radio.signal = {
      rssi: checkedArgument("rssi", rssi, count),
      ber: checkedArgument("ber", ber, count),
    };
    const { signal } = this.#radio;
    const isNews = signal.rssi !== before.rssi || signal.ber !== before.ber;
    if (isNews && this.#state.indications.isOn(IndicationKind.signal)) {
      this.report(indicationUrc, {
        text: `"${IndicationKind.signal}",${signal.rssi},${signal.ber}`,
      });
    }
  }

  /**
   * Changes the registration of all domains, or of some, in words or as the numbers of `AT+CREG`, with
   * the URCs that the host asked for. Contexts stay up, as in a hole of the coverage:
   * {@link setAttached} takes them down.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  setRegistration(registration: RegistrationState | RegistrationStatus | Registration): void {
    const status = { words: [...registrationWords, ...Object.values(RegistrationStatus)] };
    const domains = { keys: { network: status, packet: status, eps: status } };
    const kind = [status, { options: domains }];
    const given = checkedArgument("registration", registration, kind);
    const all = (value: RegistrationState | RegistrationStatus): Registration => {
      return { network: value, packet: value, eps: value };
    };
    this.#reports.register(typeof given === "object" ? given : all(given));
  }

  /**
   * Lets the network detach the module, with all its contexts, or take it again: as `AT+CGATT` does,
   * unasked.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  setAttached(attached: boolean): void {
    const isAttached = checkedArgument("attached", attached, "boolean");
    if (!isAttached) this.#deactivateAll();
    this.#reports.around(() => {
      this.#radio.attached = isAttached;
    });
  }

  /**
   * Changes the operator, as `AT+COPS?` and `AT+QNWINFO` tell it.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  setOperator(operator: NetworkOperator): void {
    const { name, code } = checkedOptions(operator, networkOperatorOptions);
    this.#radio.operator = name ?? this.#radio.operator;
    this.#radio.operatorCode = code ?? this.#radio.operatorCode;
  }

  /**
   * Moves the module to a cell of another technology. Hosts that asked for cells are told; outside LTE
   * (`eutran`) `AT+CEREG` knows no registration. Contexts stay up.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  setTechnology(technology: RadioTechnology): void {
    const wanted = checkedArgument("technology", technology, radioTechnologies);
    this.#reports.around(() => {
      this.#radio.technology = wanted;
    });
  }

  /**
   * Changes the state of the card: taken out, busy, waiting for its PIN. `+CPIN` tells, and `+QSIMSTAT`
   * of a card that was taken out or put in, if `AT+QSIMSTAT` asks for it.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  setSim(state: SimState): void {
    const wanted = checkedArgument("state", state, simStates);
    if (wanted !== "ready") this.#deactivateAll();
    this.#reports.around(() =>
      this.#state.presence.around(() => {
        this.#sim.state = wanted;
      }),
    );
    for (const line of simLines(this.#sim, this.dialect)) this.urc(line);
  }

  /**
   * Lets a short message come. As `AT+CNMI` says, it is printed with its text, which may be any line
   * or lines, stored and told by `+CMTI`, or stored in silence. Each is in text mode, as after
   * `AT+CMGF=1`.
   */
  receiveMessage(text: string, from?: string): void {
    for (const line of this.#state.messages.receive(text, from)) this.urc(line);
  }

  /** Lets the network drop a context: a mail on its way fails, `+QIURC` tells. */
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

  /**
   * Changes what the network's DNS knows, as the option `pdp.hosts` has it; `undefined`: every name.
   * A mail to a server whose name has no address fails with `dnsFailed`, and `AT+QIDNSGIP` says so too.
   */
  setHosts(hosts: HostTable | undefined): void {
    this.#state.names.set(hosts && checkedArgument("hosts", hosts, { record: { list: "string" } }));
  }

  protected override perform(action: ActionFault): void {
    if (action.do !== "drop-context") {
      super.perform(action);
      return;
    }
    const { silently = false } = action;
    const contextId = this.#contextOf(action);
    if (silently) this.pdpDrop(contextId);
    else this.pdpDeactivate(contextId);
  }

  protected override isPossible(action: ActionFault): boolean {
    if (action.do !== "drop-context") return super.isPossible(action);
    return this.#contexts.isActive(this.#contextOf(action));
  }

  #contextOf({ contextId = this.settings.smtp.contextId }: FaultNamed<"drop-context">): number {
    return contextId;
  }

  #play(scenario: Scenario): void {
    playScenario(scenario, {
      timers: this.#timeline,
      files: this.files,
      mailbox: this.mailbox,
      hear: (bytes) => this.hearUnanswered(bytes),
      setSignal: (rssi, ber) => this.setSignal(rssi, ber),
      setRegistration: (status) => this.setRegistration(status),
      setOperator: (operator) => this.setOperator(operator),
      setTechnology: (technology) => this.setTechnology(technology),
      setAttached: (attached) => this.setAttached(attached),
      setSim: (state) => this.setSim(state),
      receiveMessage: (text, from) => this.receiveMessage(text, from),
      urc: (line) => this.urc(line),
      restart: (options) => this.restart(options),
      powerOff: (options) => this.powerOff(options),
      perform: (action) => this.perform(action),
    });
  }

  #deactivateAll(): void {
    for (const [contextId] of this.#contexts.list()) this.#contexts.letGo(contextId);
    for (const contextId of this.#contexts.activeIds()) this.pdpDeactivate(contextId);
  }

  #onDeactivated(contextId: number): void {
    if (contextId === this.settings.smtp.contextId)
      this.#state.sender.giveUp(smtpErrorNumber.contextDeactivated);
  }
}

/**
 * Makes a simulated module that is on, registered, and plugged into nothing yet.
 *
 * @throws SimulationOptionError `INVALID_OPTION` with every option that cannot work
 */
export function createSimulatedModule(options: SimulatedModuleOptions = {}): SimulatedModule {
  return new SimulatedModule(options);
}
