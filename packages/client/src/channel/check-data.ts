import type { Command } from "@qsmtp/protocol";
import { invalidOption } from "../errors/invalid-option.ts";
import type { AnyExecuteOptions } from "./execute-options.ts";

/** Refuses what would leave the data phase hanging, for callers whom no compiler stops. */
export function checkData(command: Command, { payload, receiveBytes }: AnyExecuteOptions): void {
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
  if (data?.lengthBytes !== undefined && data.lengthBytes !== payload?.length) {
    refuse(`announces ${data.lengthBytes} bytes, the payload has ${payload?.length}`);
  }
}
