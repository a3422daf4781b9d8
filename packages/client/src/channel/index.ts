/** The channel for its own tests and its explorer; not published. */

export type { Call, CallResult, CallTiming } from "./call.ts";
export { Channel, type ChannelOptions } from "./channel.ts";
export type { ChannelEffect, ChannelInput, Step } from "./effects.ts";
export { dueMs, reduce } from "./reduce.ts";
export { type ChannelState, openingState, type WireState } from "./state.ts";
export { timingOf } from "./timing.ts";
