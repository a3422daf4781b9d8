import { Framer } from "@qsmtp/protocol";
import type { ModuleStream } from "./streams.ts";

/**
 * What a host gets out of a stream that comes in pieces, as one text. Data comes in as many events
 * as it has pieces; what counts is the bytes.
 */
export function readStream(stream: ModuleStream, cuts: readonly number[]): string {
  const framer = new Framer();
  let seen = "";
  let from = 0;
  for (let at = 0; at <= cuts.length; at++) {
    const to = at < cuts.length ? (cuts[at] ?? 0) : stream.bytes.length;
    framer.push(stream.bytes.subarray(from, to));
    from = to;
    for (let event = framer.next(); event !== undefined; event = framer.next()) {
      switch (event.type) {
        case "line":
          seen += `${event.text}\n`;
          if (event.text.startsWith("CONNECT")) {
            if (stream.dataBytes > 0) framer.expectData(stream.dataBytes);
            if (stream.acks) framer.expectAcks(0x41);
          } else if (event.text === "OK") framer.stopAcks();
          break;
        case "data":
          for (const byte of event.bytes) seen += `${byte},`;
          break;
        default:
          seen += `<${event.type}>`;
      }
    }
  }
  return seen;
}
