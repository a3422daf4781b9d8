import type {
  NetworkOperator,
  RadioTechnology,
  RegistrationState,
} from "../behaviours/base/radio.ts";
import type { SimState } from "../behaviours/base/sim.ts";
import type { ModuleDescription } from "../module-description.ts";

/**
 * A situation as plain data, for a file that a bug report can carry: the module, what goes wrong, and
 * what the network and the server do. All that a simulated module takes as data is taken here too.
 */
export interface Scenario
  extends Omit<ModuleDescription, "clock" | "operations" | "family" | "historyLines"> {
  /** Where its schema lies, for editors. */
  readonly $schema?: string | undefined;
  /** What it shows. */
  readonly description?: string | undefined;
  /** How well the module hears the network. Default: well. */
  readonly signal?: ScenarioSignal | undefined;
  /** Whether it is registered. Default `home`. */
  readonly registration?: RegistrationState | undefined;
  /** Whose network it is in. */
  readonly operator?: NetworkOperator | undefined;
  /** Technology of its cell. Default `eutran`, LTE. */
  readonly technology?: RadioTechnology | undefined;
  /** Files that lie on the module. */
  readonly files?: readonly ScenarioFile[] | undefined;
  /**
   * Command lines that the module has run before the program comes, e.g. `AT+QIACT=1`: its settings.
   * They stand in the transcript, and no fault hits them.
   */
  readonly commands?: readonly string[] | undefined;
  /** How the server answers some of the mails; it takes all others. */
  readonly server?: readonly ServerAnswer[] | undefined;
  /** What happens at its time. */
  readonly timeline?: readonly TimelineEntry[] | undefined;
}

/** What `AT+CSQ` tells. */
export interface ScenarioSignal {
  /**
   * 0 to 31, and 99 for not known.
   * @whole
   * @minimum 0
   */
  readonly rssi: number;
  /**
   * 0 to 7. Default 99, not known.
   * @whole
   * @minimum 0
   */
  readonly ber?: number | undefined;
}

/** A file on the module. */
export interface ScenarioFile {
  /** With its storage, e.g. `UFS:ca.pem`. @nonEmpty */
  readonly name: string;
  /** Its content, stored as UTF-8. */
  readonly text: string;
}

/** How the server answers one mail. */
export interface ServerAnswer {
  /**
   * Which mail, from 1, counted as the module tries to send them.
   * @whole
   * @minimum 1
   * @maximum 10000
   */
  readonly mail: number;
  /**
   * Number of the SMTP error table. Default 0: the mail is taken.
   * @whole
   * @minimum 0
   */
  readonly error?: number | undefined;
  /**
   * Reply code of the server. Default 0: none.
   * @whole
   * @minimum 0
   */
  readonly protocolError?: number | undefined;
  /**
   * How long the server takes. Default: that of `mailbox`.
   * @minimum 0
   */
  readonly delayMs?: number | undefined;
}

/** Something that happens by itself, after so much time of the module. */
export type TimelineEntry =
  | SignalChange
  | RegistrationChange
  | OperatorChange
  | TechnologyChange
  | AttachmentChange
  | SimChange
  | ContextDrop
  | Urc
  | Message
  | Restart
  | PowerOff
  | HangUp
  | Silence
  | FlowStall;

/** The time of an entry. */
interface AtTime {
  /**
   * When, since the module was made.
   * @minimum 0
   */
  readonly atMs: number;
}

/** The signal changes. */
interface SignalChange extends AtTime, ScenarioSignal {
  /** What happens. */
  readonly do: "signal";
}

/** The module is registered otherwise, and prints the lines that the host asked for. */
interface RegistrationChange extends AtTime {
  /** What happens. */
  readonly do: "registration";
  /** In all domains. */
  readonly status: RegistrationState;
}

/** The module is in another network. */
interface OperatorChange extends AtTime, NetworkOperator {
  /** What happens. */
  readonly do: "operator";
}

/** The module moves to a cell of another technology. */
interface TechnologyChange extends AtTime {
  /** What happens. */
  readonly do: "technology";
  /** Of the new cell. */
  readonly technology: RadioTechnology;
}

/** The network detaches the module, with all its contexts, or takes it again. */
interface AttachmentChange extends AtTime {
  /** What happens. */
  readonly do: "attach";
  /** Whether the network has it then. */
  readonly attached: boolean;
}

/** The SIM is taken out, put in, or waits for its PIN. */
interface SimChange extends AtTime {
  /** What happens. */
  readonly do: "sim";
  /** How the card is from then on. */
  readonly state: SimState;
}

/** The network drops a context. */
interface ContextDrop extends AtTime {
  /** What happens. */
  readonly do: "drop-context";
  /**
   * Default 1.
   * @whole
   * @minimum 1
   */
  readonly contextId?: number | undefined;
  /** Whether without a word, so that `AT+QIACT?` shows it still. Default false. */
  readonly silently?: boolean | undefined;
}

/** An unsolicited line is printed. */
interface Urc extends AtTime {
  /** What happens. */
  readonly do: "urc";
  /** Without line ends. */
  readonly line: string;
}

/** A short message comes. */
interface Message extends AtTime {
  /** What happens. */
  readonly do: "message";
  /** Its text, any line or lines. */
  readonly text: string;
  /** Its sender. */
  readonly from?: string | undefined;
}

/** The module restarts. */
interface Restart extends AtTime {
  /** What happens. */
  readonly do: "restart";
  /** What it prints when it is up. Default: the module's `bootLines`. */
  readonly lines?: readonly string[] | undefined;
}

/** The module goes off. */
interface PowerOff extends AtTime {
  /** What happens. */
  readonly do: "power-off";
  /** Its last words. Default: none. */
  readonly lines?: readonly string[] | undefined;
}

/** The host's connection ends. */
interface HangUp extends AtTime {
  /** What happens. */
  readonly do: "hang-up";
}

/** The module is deaf and mute. */
interface Silence extends AtTime {
  /** What happens. */
  readonly do: "silence";
  /** How long. */
  readonly forMs: number;
}

/** The module takes no bytes. */
interface FlowStall extends AtTime {
  /** What happens. */
  readonly do: "flow-stalls";
  /** How long. */
  readonly forMs: number;
}
