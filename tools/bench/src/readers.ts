import { EventEmitter, once } from "node:events";
import { decodeUrc, Framer, parseFinalResult, ReplyDecoder } from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import { ReadlineParser } from "@serialport/parser-readline";
import { AtChannel } from "@sie-js/serial";
import type { AskedCommand } from "./traffic.ts";

/** What became of the lines of a stream. */
export interface Tally {
  results: number;
  typed: number;
  other: number;
}

/** Frames and types everything: final results, echoes, replies of the commands asked, URCs. */
export function readTyped(chunks: readonly Uint8Array[], commands: readonly AskedCommand[]): Tally {
  const framer = new Framer();
  const tally: Tally = { results: 0, typed: 0, other: 0 };
  let asked = 0;
  let command = commands[asked];
  let decoder = command && new ReplyDecoder(command.operation);
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let event = framer.next(); event !== undefined; event = framer.next()) {
      if (event.type !== "line") continue;
      const { text } = event;
      const result = parseFinalResult(text);
      if (result !== undefined) {
        tally.results++;
        if (result.kind === "connect") continue;
        if (result.kind === "ok" && !command?.mayBreakOff) decoder?.finish();
        command = commands[++asked];
        decoder = command && new ReplyDecoder(command.operation);
      } else if (
        text === command?.line ||
        decoder?.take(text).taken ||
        decodeUrc(allUrcs, text) !== undefined
      ) {
        tally.typed++;
      } else tally.other++;
    }
  }
  return tally;
}

/** Cuts lines as the peers do, without a look at what they say. */
export function readLines(chunks: readonly Uint8Array[]): number {
  const framer = new Framer();
  let lines = 0;
  for (const chunk of chunks) {
    framer.push(chunk);
    while (framer.next() !== undefined) lines++;
  }
  return lines;
}

/**
 * The same bytes through the AT channel of `@sie-js/serial` at its fastest: no stream between, no
 * command in flight, one handler for one prefix.
 */
export function readWithAtChannel(chunks: readonly Buffer[]): number {
  let handled = 0;
  const port = new EventEmitter();
  const channel = new AtChannel(port as unknown as ConstructorParameters<typeof AtChannel>[0]);
  channel.addUnsolicitedHandler("+QSMTPPUT", () => handled++);
  channel.start();
  for (const chunk of chunks) port.emit("data", chunk);
  channel.stop();
  return handled;
}

/** The same bytes through the line parser of node-serialport. */
export async function readWithReadline(chunks: readonly Buffer[]): Promise<number> {
  let lines = 0;
  const parser = new ReadlineParser({ delimiter: "\r\n" });
  parser.on("data", () => lines++);
  for (const chunk of chunks) parser.write(chunk);
  parser.end();
  await once(parser, "end");
  return lines;
}
