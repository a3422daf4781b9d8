import type { Command } from "@qsmtp/protocol";
import { invalidOption } from "../errors/invalid-option.ts";
import { payloadBytes } from "./payload.ts";
import type { StepOptions } from "./step.ts";

/** Refuses what would leave the data phase hanging, for callers whom no compiler stops. */
export function checkData(command: Command, { payload, receiveBytes }: StepOptions): void {
  const { data } = command;
  const refuse = (problem: string): never => {
    throw invalidOption(command.text, problem);
  };
  if (data?.direction === "fromModule") {
    if (!data.lengthFollowsConnect && receiveBytes === undefined) refuse("needs receiveBytes");
    if (payload !== undefined) refuse("takes no payload");
    return;
  }
  if (data === undefined && payload !== undefined) refuse("takes no payload");
  if (data !== undefined && payload === undefined) refuse("needs a payload");
  if (data?.lengthBytes !== undefined && data.lengthBytes !== payloadBytes(payload)) {
    refuse(`announces ${data.lengthBytes} bytes, the payload has ${payloadBytes(payload)}`);
  }
}
