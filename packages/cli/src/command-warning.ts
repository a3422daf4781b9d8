/** What the command line itself has to say of a mail that was sent, in the form of the client's warnings. */
export interface CommandWarning {
  readonly code: /** Something of a message file was not sent, as `--drop` says. */
    | "LEFT_OUT"
    /** The recipients of a message file got nothing, because options name others. */
    | "RECIPIENTS_REPLACED"
    /** A file in a message file had no name. */
    | "NAME_MADE_UP";
  readonly message: string;
}
