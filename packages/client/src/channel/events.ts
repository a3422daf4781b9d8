/** A restart of the module. */
export interface Restart {
  /** Whether the module said so: then all that is volatile is gone. Else it may have been a while ago. */
  readonly told: boolean;
}

/** A line that is no reply: nothing we know, or what we sent given back. */
export interface ReceivedLine {
  readonly meaning: "unknown" | "echo";
  /** Secrets taken out. */
  readonly text: string;
}
