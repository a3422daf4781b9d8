import { QsmtpError, type QsmtpErrorCode, type Verification } from "@qsmtp/client";

/** What a fault of one check is called elsewhere. */
const codes: Readonly<Partial<Record<string, QsmtpErrorCode>>> = {
  sim: "SIM_NOT_READY",
  registration: "NOT_REGISTERED",
  context: "PDP_ACTIVATION_FAILED",
  settings: "NOT_AS_ASKED",
  draft: "NOT_AS_ASKED",
  line: "LINE_NOT_TRANSPARENT",
};

/** `verify` has found something that keeps a mail from going out. */
export class VerificationError extends QsmtpError {
  /** Everything that was tried, and what was found. */
  readonly verification: Verification;

  /** Made by `verify` of the transport. */
  constructor(verification: Verification) {
    const faults = verification.items.filter(({ verdict }) => verdict === "fault");
    const [first] = faults;
    const list = faults.map(({ name, found }) => `${name}: ${found}`).join("; ");
    const hints = faults.flatMap(({ remedy }) => (remedy === undefined ? [] : [remedy]));
    super(codes[first?.name ?? ""] ?? "MODULE_CANNOT_SEND_MAIL", `no mail can go out: ${list}`, {
      fault: "module",
      hint: hints.length === 0 ? undefined : hints.join(" "),
    });
    // What every error has at its front is no field of its own.
    Object.defineProperty(this, "name", { value: "VerificationError", enumerable: false });
    this.verification = verification;
  }
}
