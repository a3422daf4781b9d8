import { encodeReply, type Operation } from "@qsmtp/protocol";

/** The lines that the schema has for a test form, for behaviours that add to them. */
export function testLines(operation: Operation): string[] {
  return encodeReply(operation, undefined);
}
