import type { Command } from "@qsmtp/protocol";
import type { KnownUrc } from "@qsmtp/protocol/catalog";
import type { ExecuteArguments, ExecuteResult } from "../channel/execute-options.ts";
import type { QsmtpError } from "../errors/qsmtp-error.ts";
import type { QsmtpFiles } from "../files/qsmtp-files.ts";
import type { DiagnoseOptions, VerifyOptions } from "../health/health.ts";
import type { HealthReport, Verification } from "../health/health-report.ts";
import type { ModuleCapabilities } from "../limits/capabilities.ts";
import type { QsmtpMail } from "../mail/qsmtp-mail.ts";
import type { QsmtpNetwork } from "../network/qsmtp-network.ts";
import type { RecoveryEvent } from "../recovery/recovery-event.ts";
import type { ModuleInfo } from "./set-up.ts";

/** An open module. Made by `openModule`. */
export interface QsmtpModule extends AsyncDisposable {
  /** Sends mail. */
  readonly mail: QsmtpMail;
  /** The caller's own files on the module. */
  readonly files: QsmtpFiles;
  /** The data connection over which mails go out. */
  readonly network: QsmtpNetwork;
  /** The capabilities that are in use; `undefined` when none were given or they are of another module. */
  readonly capabilities: ModuleCapabilities | undefined;
  /** Who answers. After a connection was opened anew: who answers now. */
  readonly info: ModuleInfo;
  /**
   * Resolves, with the error that calls end with from then on, when the module was closed, or the
   * connection is gone and no other will take its place (`reconnect`). Never rejects.
   */
  readonly closed: Promise<QsmtpError>;
  /** Whether there is a connection now; with `reconnect` one that is lost is opened anew. */
  readonly connected: boolean;
  /** Whether the module has restarted since it was set up; the next mail sets it up anew. */
  readonly restarted: boolean;

  /**
   * Runs any command of `@qsmtp/protocol/commands`. Gives its decoded reply, or the outcome of a
   * command whose outcome comes in a URC, as `sendMail`. A command with a data phase wants its
   * payload. A result is given once it is proven to be this command's: one without a line that shows
   * it costs a further query.
   *
   * @throws QsmtpError: CommandError `COMMAND_FAILED`, TimeoutError `TIMEOUT`, UnexpectedReplyError
   * `UNEXPECTED_REPLY` (also when nothing shows whose a result is), ConnectionLostError
   * `CONNECTION_LOST`, ModuleRestartedError `MODULE_RESTARTED`, WireStateError `WIRE_STATE_UNKNOWN`,
   * ModuleClosedError `MODULE_CLOSED`, AbortedError `ABORTED` with the signal's reason as cause,
   * `INVALID_OPTION`
   */
  execute<Output, Traits>(
    command: Command<Output, Traits>,
    ...options: ExecuteArguments<Traits>
  ): Promise<ExecuteResult<Output, Traits>>;

  /**
   * Looks at everything on which a mail depends: SIM, signal, registration, attachment, access point,
   * contexts, clock, storage, firmware, mail client, the port of results, TLS and the line. Each is
   * an item with a verdict, and a remedy where something is to be done; what the module does not tell
   * is `unknown`. Changes nothing that a mail would not change, and waits for mails on their way.
   *
   * @throws QsmtpError only when the examination itself ends: `ABORTED`, `TIMEOUT`,
   * `MODULE_CLOSED`, `CONNECTION_LOST`, `RESULT_OUTSTANDING` (a mail's result did not come in time),
   * `INVALID_OPTION`
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 4.2
   */
  diagnose(options?: DiagnoseOptions): Promise<HealthReport>;

  /**
   * Tries everything that a mail needs but the mail, so that faults show on the day of installation:
   * brings the data connection up, looks the server up, stores the CA, sets server and account and
   * reads them back, writes a draft and clears it, and leaves data mode early. What only a server can
   * show, the handshake and the login, is said to be `unknown`. Draft and files are gone afterwards;
   * server and account stay in the module's volatile settings, as after a mail.
   *
   * @throws like {@link QsmtpModule.diagnose}; findings are never thrown
   */
  verify(options?: VerifyOptions): Promise<Verification>;

  /**
   * Calls the listener with every unsolicited line that the schema knows, the outcomes of commands
   * included; ends with the result.
   */
  onUrc(listener: (urc: KnownUrc) => void): () => void;

  /** Calls the listener with everything that is done to bring a lost or silent module back. */
  onRecovery(listener: (event: RecoveryEvent) => void): () => void;

  /** Calls the listener with every line that fits nothing we know, secrets taken out. */
  onUnknownLine(listener: (text: string) => void): () => void;

  /**
   * Ends what is running, clears what we left on the module as far as it answers, deactivates a
   * context that we activated, and frees the port. Ends within 10 s; calling it again does no harm.
   */
  close(): Promise<void>;

  /** The same as {@link QsmtpModule.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
