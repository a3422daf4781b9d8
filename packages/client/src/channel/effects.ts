import type { Command, DecodedUrc } from "@qsmtp/protocol";
import type { LineMeaning } from "../trace/trace-event.ts";
import type { Call, CallResult } from "./call.ts";
import type { ChannelState } from "./state.ts";

/** What happens to a channel. Time comes with each input. */
export type ChannelInput =
  | { readonly type: "call"; readonly call: Call }
  /** The caller does not want it any more. */
  | { readonly type: "giveUp"; readonly id: number; readonly error: unknown }
  | { readonly type: "line"; readonly text: string }
  /** The module acknowledged a block of a data phase. */
  | { readonly type: "ack" }
  /** Bytes of a data phase towards us came; `remaining` are still to come. */
  | { readonly type: "received"; readonly remaining: number }
  /** The bytes that `pull` asked for. Where they cannot come the call is given up. */
  | { readonly type: "payloadReady"; readonly id: number; readonly bytes: Uint8Array }
  /** The oldest open write has ended. */
  | { readonly type: "written" }
  | { readonly type: "writeFailed"; readonly error: unknown }
  /** The outcome of a call that was given up cannot come any more. */
  | { readonly type: "forgetOutcome"; readonly id: number }
  /** Time has passed. */
  | { readonly type: "tick" }
  /** The connection is gone, or was closed; `final`: no other will take its place. */
  | { readonly type: "lost"; readonly error: unknown; readonly final: boolean }
  /** The connection is being given up for a new one to the same module. */
  | { readonly type: "detached" }
  /** A new connection to the module is there. */
  | { readonly type: "attached"; readonly controlLines: boolean }
  /** It is another module, which knows nothing of what this one was told. */
  | { readonly type: "replaced" }
  /** The module shall restart, whatever it is doing, although it answers nothing. */
  | { readonly type: "reset" };

/** What the runner shall do. Writes end in one input `written` or `writeFailed` each, in order. */
export type ChannelEffect =
  | { readonly type: "writeCommand"; readonly call: Call }
  | { readonly type: "ask"; readonly command: Command; readonly fresh: boolean }
  | { readonly type: "writeBlock"; readonly bytes: Uint8Array }
  /** The next bytes of a streamed payload are wanted, exactly so many; one request at a time. */
  | { readonly type: "pull"; readonly id: number; readonly lengthBytes: number }
  | { readonly type: "writeEscape" }
  | { readonly type: "setDtr"; readonly asserted: boolean }
  /** The next bytes are data; 0 for lines again. */
  | { readonly type: "expectData"; readonly lengthBytes: number }
  /** Bytes at the start of a line that acknowledge; `undefined` for none. */
  | { readonly type: "expectAcks"; readonly byte: number | undefined }
  | { readonly type: "accepted"; readonly id: number }
  /** The module has given the command line back as it was sent. */
  | { readonly type: "echoed"; readonly id: number }
  /** The outcome of a call has come, also of one that was given up. */
  | { readonly type: "outcome"; readonly id: number; readonly urc: DecodedUrc }
  | { readonly type: "progress"; readonly id: number; readonly sentBytes: number }
  | { readonly type: "settle"; readonly id: number; readonly result: CallResult }
  | {
      readonly type: "report";
      readonly meaning: LineMeaning;
      readonly text: string;
      /** The command that the line was taken for, where secrets of its reply must be masked. */
      readonly mask?: ((text: string) => string) | undefined;
    }
  | { readonly type: "urc"; readonly urc: DecodedUrc }
  /** The module has restarted; `told` when it says so, else nobody knows since when. */
  | { readonly type: "restarted"; readonly told: boolean }
  /** A final result came that nobody asked for: the line adds, or a setting was refused. */
  | { readonly type: "stray"; readonly text: string }
  | { readonly type: "note"; readonly text: string };

export interface Step {
  readonly state: ChannelState;
  readonly effects: readonly ChannelEffect[];
}
