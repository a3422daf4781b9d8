import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What the module sends in one transcript, and when its bytes are no lines. */
export interface ModuleStream {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes of data behind a `CONNECT`; 0 where none come. */
  readonly dataBytes: number;
  /** Whether acknowledgements stand between `CONNECT` and the result. */
  readonly acks: boolean;
}

interface Data {
  readonly text?: string;
  readonly times?: number;
  readonly hex?: string;
  readonly ramp?: { readonly start: number; readonly step: number; readonly bytes: number };
}

interface Step {
  readonly module?: readonly string[];
  readonly means?: readonly object[];
  readonly moduleData?: Data;
}

const folder = path.resolve(import.meta.dirname, "../../transcripts");

/** The module's side of every transcript, in the order of their names. */
export function loadStreams(): ModuleStream[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.includes(path.sep) && file.endsWith(".json"))
    .sort()
    .map((file) => {
      const { steps } = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as {
        steps: Step[];
      };
      const data = steps.find(({ moduleData }) => moduleData !== undefined)?.moduleData;
      return {
        name: file,
        bytes: Uint8Array.from(Buffer.concat(steps.map(bytesOf))),
        dataBytes: data === undefined ? 0 : dataOf(data).length,
        acks: steps.some(({ means = [] }) =>
          means.some((meaning) => "acknowledgements" in meaning),
        ),
      };
    });
}

function bytesOf({ module: lines, moduleData }: Step): Buffer {
  if (lines !== undefined) return Buffer.from(lines.join(""), "utf8");
  return moduleData === undefined ? Buffer.alloc(0) : dataOf(moduleData);
}

function dataOf({ text, times = 1, hex, ramp }: Data): Buffer {
  if (text !== undefined) return Buffer.from(text.repeat(times), "utf8");
  if (hex !== undefined) return Buffer.from(hex, "hex");
  if (ramp === undefined) throw new Error("a data step says nothing");
  return Buffer.from(
    Array.from({ length: ramp.bytes }, (_, i) => (ramp.start + ramp.step * i) % 256),
  );
}
