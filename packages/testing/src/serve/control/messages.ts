import type {
  NetworkOperator,
  RadioTechnology,
  RegistrationState,
  RegistrationStatus,
} from "../../behaviours/base/radio.ts";
import type { SimState } from "../../behaviours/base/sim.ts";
import type { HostTable } from "../../behaviours/pdp/name-server.ts";
import type { MailResponse } from "../../mail/mailbox.ts";
import type { ServedModuleOptions } from "../hosting/hosted-module.ts";
import type { ModuleOrigin, ServedEventType } from "../hosting/served-event.ts";
import type { NumberedMail } from "../hosting/served-mail.ts";

/** Names of modules, faults, handlers and files as they stand in an address. */
export interface ModuleInfo {
  readonly id: string;
  readonly origin: ModuleOrigin;
  /** Whether nothing can connect to it any more. */
  readonly ended: boolean;
  readonly powered: boolean;
  /**
   * Number of the connection that has it now; not there without one.
   * @whole
   */
  readonly connection?: number | undefined;
  /** Where programs reach this one module; not there for one that was made for a connection. */
  readonly host?: string | undefined;
  /**
   * @whole
   */
  readonly port?: number | undefined;
  /** Whether programs speak RFC 2217 to it. */
  readonly rfc2217?: boolean | undefined;
  /**
   * How many mails it has tried to send.
   * @whole
   */
  readonly mails: number;
}

/** All modules there are, and the newest that have ended. */
export interface ModuleList {
  readonly modules: readonly ModuleInfo[];
}

/** A module with a port of its own, for a test. It lives until it is deleted. */
export interface CreateModuleRequest {
  /**
   * How it is made. Default: as those that `qsmtp simulate` makes. What is given, a scenario too, wins
   * over the options of that; a scenario takes the place of its scenario.
   */
  readonly options?: ServedModuleOptions | undefined;
  /** Whether programs speak RFC 2217 to it. Default false. */
  readonly rfc2217?: boolean | undefined;
}

/** How a module is made anew. */
export interface ResetRequest {
  /** As for a new module. Default: as it was made before. */
  readonly options?: ServedModuleOptions | undefined;
}

/** What can be changed of a module from outside, each as its network, its user or its SIM would. */
export interface StateRequest {
  /** What `AT+CSQ` tells. */
  readonly signal?: SignalState | undefined;
  /** Of all domains, or of each: a word, or the number of `AT+CREG?`. @whole */
  readonly registration?: RegistrationState | RegistrationStatus | DomainRegistration | undefined;
  /** Whose network it is in. What is left out stays. */
  readonly operator?: NetworkOperator | undefined;
  /** Technology of its cell. */
  readonly technology?: RadioTechnology | undefined;
  /** Whether the network lets it have data: without, all contexts go down. */
  readonly attached?: boolean | undefined;
  readonly sim?: SimState | undefined;
  /** What the network's DNS knows, in place of what it knew; `all`: every name. */
  readonly hosts?: HostTable | "all" | undefined;
  readonly context?: ContextChange | undefined;
}

/** Registration of each domain, as `AT+CREG?`, `AT+CGREG?` and `AT+CEREG?` tell it. Left-out ones stay. */
export interface DomainRegistration {
  /** @whole */
  readonly network?: RegistrationState | RegistrationStatus | undefined;
  /** @whole */
  readonly packet?: RegistrationState | RegistrationStatus | undefined;
  /** @whole */
  readonly eps?: RegistrationState | RegistrationStatus | undefined;
}

/** What `AT+CSQ` tells. */
export interface SignalState {
  /**
   * @whole
   * @minimum 0
   */
  readonly rssi: number;
  /**
   * Default: not known.
   * @whole
   * @minimum 0
   */
  readonly ber?: number | undefined;
}

/** What becomes of a PDP context. */
export interface ContextChange {
  /**
   * @whole
   * @minimum 1
   */
  readonly contextId: number;
  /**
   * `deactivate`: the network takes it down, and `+QIURC` tells; `drop`: it does so without a word;
   * `hold`: a data call of another program has it; `release`: that is over.
   */
  readonly do: "deactivate" | "drop" | "hold" | "release";
}

/** A line that the module prints by itself. */
export interface UrcRequest {
  /**
   * @nonEmpty
   */
  readonly line: string;
}

/** A short message comes. */
export interface MessageRequest {
  readonly text: string;
  readonly from?: string | undefined;
}

/** What is heard of a restart, or of switching off. */
export interface LinesRequest {
  /** Default: what the module usually prints then. */
  readonly lines?: readonly string[] | undefined;
}

/** The next mails are answered so, one each. Refused with a relay, whose server answers. */
export interface MailResponsesRequest {
  readonly responses: readonly MailResponse[];
}

/** How a command is answered in place of what answers it now. */
export interface HandlerRequest {
  /**
   * A beginning of the command in any case, e.g. `AT+QNTP`.
   * @nonEmpty
   */
  readonly on: string;
  /** Lines before the result; with `silence` there can be none. Default: none. */
  readonly lines?: readonly string[] | undefined;
  /** `silence` says nothing at all. Default `ok`. */
  readonly result?: "ok" | "error" | "silence" | undefined;
  /**
   * Number behind `+CME ERROR`, with `result: "error"`.
   * @whole
   * @minimum 0
   */
  readonly error?: number | undefined;
  /**
   * How long it takes. Default 0.
   * @minimum 0
   */
  readonly delayMs?: number | undefined;
  /** Unsolicited lines behind the result; with `silence` there can be none. Default: none. */
  readonly urcs?: readonly string[] | undefined;
  /** It answers one command and goes. Default false. */
  readonly once?: boolean | undefined;
}

/** Something that was put into a module, by the name under which it is taken back. */
export interface PreparedInfo {
  readonly id: string;
}

/** Any object of JSON. */
// biome-ignore lint/suspicious/noEmptyInterface: any object is meant.
export interface PlainObject {}

/**
 * What is waited for. An event that has come already counts, unless `after` says otherwise, or the module
 * was made anew since.
 */
export interface WaitRequest {
  /** Name of an operation, e.g. `sendMail`, or the beginning of a command line, e.g. `AT+QSMTPPUT`. */
  readonly command?: string | undefined;
  /** Type of an event. Default: `command` with `command`, which takes no other; otherwise any. */
  readonly event?: ServedEventType | undefined;
  /** What the event must hold, in lists and objects too: `{ "subject": "Level" }` of a mail. */
  readonly where?: PlainObject | undefined;
  /**
   * Number of the event behind which to look. Default 0: from the module's beginning, or its last reset.
   * @whole
   * @minimum 0
   */
  readonly after?: number | undefined;
  /**
   * Which one of those that match, from 1. Default 1.
   * @whole
   * @minimum 1
   */
  readonly nth?: number | undefined;
  /**
   * Default 4000; 0 looks at what has come already.
   * @minimum 0
   */
  readonly timeoutMs?: number | undefined;
}

/** A file of the module. */
export interface FileContent {
  /** With its storage, e.g. `UFS:a.txt`. */
  readonly name: string;
  /**
   * @whole
   */
  readonly bytes: number;
  /** In base64. */
  readonly content: string;
}

/** Its files, without their content. */
export interface FileList {
  readonly files: readonly {
    readonly name: string;
    /**
     * @whole
     */
    readonly bytes: number;
  }[];
}

/** What a file is to hold. */
export interface FileRequest {
  /** In base64. */
  readonly content: string;
}

/** What the module is set to. Secrets are masked unless the server shows them. */
export interface SettingsInfo {
  readonly smtp: {
    readonly username: string;
    readonly password: string;
    readonly senderName: string;
    readonly senderAddress: string;
    readonly host: string;
    /**
     * @whole
     */
    readonly port: number;
    /**
     * @whole
     */
    readonly contextId: number;
    /**
     * @whole
     */
    readonly sslContextId: number;
    /**
     * @whole
     */
    readonly security: number;
  };
  readonly draft: {
    readonly recipients: readonly {
      /**
       * @whole
       */
      readonly type: number;
      readonly address: string;
    }[];
    /** Bytes of the subject, in base64. */
    readonly subject: string;
    /** Bytes of the text, in base64. */
    readonly body: string;
    readonly attachments: readonly {
      /**
       * @whole
       */
      readonly index: number;
      readonly fileName: string;
    }[];
  };
}

/** What went over the line. */
export interface TranscriptText {
  /** A line each with its time in seconds, secrets masked. */
  readonly transcript: string;
}

/** From where on events are wanted. */
export interface EventsQuery {
  /**
   * Number of the event behind which to begin. Default 0.
   * @whole
   * @minimum 0
   */
  readonly after?: number | undefined;
}

/** Mails, those included that were refused. */
export interface MailList {
  readonly mails: readonly NumberedMail[];
}

/** The faults that were injected. */
export interface FaultList {
  readonly faults: readonly { readonly id: string; readonly fault: PlainObject }[];
}
