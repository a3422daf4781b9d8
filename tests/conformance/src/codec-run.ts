import { operationNamed } from "./as-of.ts";
import { CodecReader } from "./codec-reader.ts";
import { inputOf, type Observation } from "./expectation.ts";
import { dataBytes, type Step, type Transcript, turnsOf } from "./transcripts.ts";

/** Cuts the bytes of a turn into the chunks in which they arrive. */
export type Chop = (bytes: Uint8Array) => readonly Uint8Array[];

/** All in one chunk, as far as the host waits for it. */
export const whole: Chop = (bytes) => [bytes];

/** One chunk a byte. */
export const singleBytes: Chop = (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte));

/** Two chunks, cut at a position; the first has all when it is shorter. */
export function splitAt(position: number): Chop {
  return (bytes) => [bytes.slice(0, position), bytes.slice(position)];
}

/** Longest run of bytes that the module sends without the host or the clock in between. */
export function longestTurn(transcript: Transcript): number {
  return Math.max(
    ...turnsOf(transcript).map((turn) => (turn.kind === "module" ? turn.bytes.length : 0)),
  );
}

/** Reads a transcript's module side with the codec: what it reports in each turn of the module. */
export function readWithCodec(transcript: Transcript, chop: Chop): Observation[][] {
  const reader = new CodecReader(downloadBytes(transcript));
  const turns: Observation[][] = [];
  for (const turn of turnsOf(transcript)) {
    if (turn.kind === "module") turns.push(chop(turn.bytes).flatMap((chunk) => reader.read(chunk)));
    else tell(reader, transcript, turn.step);
  }
  return turns;
}

function tell(reader: CodecReader, { editions }: Transcript, step: Step): void {
  if (!("host" in step) || step.asks === "escape") return;
  const line = step.host.trimEnd();
  if ("refused" in step.asks) {
    reader.asked(line, undefined, {});
    return;
  }
  const operation = operationNamed(editions, step.asks.operation);
  reader.asked(line, operation, inputOf(operation, step.asks.input));
}

/** A host knows it from the listing before; here the data step itself says it. */
function downloadBytes(transcript: Transcript): number {
  const step = transcript.steps.find((candidate) => "moduleData" in candidate);
  return step !== undefined && "moduleData" in step ? dataBytes(step.moduleData).length : 0;
}
