import { writeBody } from "@qsmtp/protocol/commands";
import { kindOf } from "../bytes/copied-bytes.ts";
import { loadTables } from "../charset/tables.ts";
import { MessageError } from "../errors/message-error.ts";
import { ByteSource } from "../files/byte-source.ts";
import { encodePart } from "./encode-part.ts";
import { bodyCharsets } from "./limits.ts";
import type { PlannedBody } from "./mail-plan.ts";
import { bodyRoom, neededTables, withLineEnds } from "./needed-tables.ts";
import { encode, type PlanContext, withoutCommand } from "./plan-context.ts";
import type { PendingBody } from "./read-body.ts";

/** GB2312 and BIG5 have two bytes for what takes three in UTF-8. */
const densestText = 1.5;
/** UTF-8 may have it in front; it is no part of the text. */
const byteOrderMark = 3;

/** The text as the module is told it; one that is a stream when it has been read. */
export function planText(
  context: PlanContext,
  inputTimeSeconds: number,
): PlannedBody | PendingBody | undefined {
  const { message, limits, sources, problems } = context;
  const { text = "" } = message;
  const source = sources.at("text");
  if (problems.isAt("text") || text === "") return undefined;
  if (source !== undefined && !(source instanceof ByteSource)) {
    problems.addUnreadableSource("text", source);
    return undefined;
  }
  if (source === undefined && typeof text !== "string") {
    const rule = `must be text or a stream of Uint8Array, is ${kindOf(text)}`;
    problems.add("text", "NOT_REPRESENTABLE", rule);
    return undefined;
  }
  const { maxBodyBytes } = limits;
  if (maxBodyBytes === 0) {
    problems.add("text", "UNSUPPORTED", withoutCommand);
    return undefined;
  }
  if (source === undefined) return encodeBody(context, String(text), inputTimeSeconds);
  return {
    source,
    mostBytes: Math.ceil(maxBodyBytes * densestText) + byteOrderMark,
    tooLong: (actual) => {
      const message = `must be at most ${maxBodyBytes} bytes, gives at least ${actual}`;
      const limit = maxBodyBytes;
      return new MessageError([{ path: "text", code: "TOO_LONG", message, limit, actual }]);
    },
    encode: async (read, clock) => {
      await loadTables(neededTables({ text: read, charset: message.charset }, limits), clock);
      const body = encodeBody(context, read, inputTimeSeconds);
      if (problems.count > 0) throw problems.error();
      return body;
    },
  };
}

function encodeBody(
  context: PlanContext,
  text: string,
  inputTimeSeconds: number,
): PlannedBody | undefined {
  if (text === "") return undefined;
  const { limits, problems } = context;
  if (text.includes("\0")) {
    problems.add("text", "NOT_REPRESENTABLE", "must not hold NUL characters");
    return undefined;
  }
  const encoded = encodePart(context, "text", withLineEnds(text), bodyRoom(limits));
  if (encoded === undefined) return undefined;
  const { charset, bytes } = encoded;
  const number = bodyCharsets.get(charset);
  if (number === undefined) return undefined;
  const lengthBytes = bytes.length;
  const input = { charset: number, lengthBytes, inputTimeSeconds };
  const command = encode(context, "text", writeBody, input);
  return command === undefined ? undefined : { command, bytes, charset };
}
