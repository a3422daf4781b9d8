/** How long work on the data connection may take. */
export interface NetworkOptions {
  /** Gives the work up. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Longest time in milliseconds, from the call on: waiting for mails on their way included. Default
   * 300 000.
   */
  readonly timeoutMs?: number | undefined;
}

/** What the module tells of its data connection; `undefined` where it does not tell. */
export interface NetworkState {
  /** Number of the PDP context of this module's mails. */
  readonly contextId: number;
  /** Whether a network has the module for packet data. */
  readonly registered: boolean | undefined;
  /** Whether the module is attached to the packet service. */
  readonly attached: boolean | undefined;
  /** Access point name that the context has; empty for none. */
  readonly apn: string | undefined;
  /** Whether the context is active for the module's own services. */
  readonly active: boolean;
  /** IP addresses of the context; empty while it is not active. */
  readonly addresses: readonly string[];
  /** Numbers of other contexts that are active, whoever uses them. */
  readonly otherContexts: readonly number[];
}

/**
 * The data connection over which mails go out. Mails bring it up by themselves; this is for what else
 * needs it, and for looking at it. The work waits for mails on their way.
 *
 * Every method throws a QsmtpError: `TIMEOUT`, `ABORTED`, `MODULE_CLOSED`, `CONNECTION_LOST`,
 * `RESULT_OUTSTANDING` (a mail's result did not come in time), `INVALID_OPTION`.
 */
export interface QsmtpNetwork {
  /** Number of the PDP context of this module's mails. */
  readonly contextId: number;
  /** Asks the module how its data connection is. Changes nothing. */
  state(options?: NetworkOptions): Promise<NetworkState>;
  /**
   * Brings the connection up, or finds it up: waits for SIM and registration, configures and activates
   * the context. One that we activated rests again after `pdp.idleTimeoutMs` without a mail.
   *
   * @throws QsmtpError `SIM_NOT_READY`, `NOT_REGISTERED`, PdpActivationError `PDP_ACTIVATION_FAILED`
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 4.2
   */
  activate(options?: NetworkOptions): Promise<NetworkState>;
  /** Takes the context down if we brought it up; one of others is left alone. */
  release(options?: NetworkOptions): Promise<void>;
}
