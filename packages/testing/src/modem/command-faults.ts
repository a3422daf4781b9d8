import type { OperationDescriptor } from "@qsmtp/protocol";
import type { FaultNamed } from "../faults/fault.ts";
import type { FaultPlan, Hit } from "../faults/fault-plan.ts";
import { damageOf, spoil } from "../faults/spoil.ts";
import type { Reply } from "./answer.ts";

const names = ["lost-ack", "doubled-ack", "flipped-ack"] as const;

/** The letters that acknowledge the blocks of one upload, as they come out. */
export class AckFaults {
  #hits: Hit<FaultNamed<(typeof names)[number]>>[];
  #count = 0;

  /** `acks` is how many letters the whole upload has. */
  constructor(faults: FaultPlan, command: string, acks: number) {
    this.#hits = faults.hits(names, command, ({ atAck = 1 }) => atAck <= acks);
  }

  /** What is sent for the next letter. */
  next(letter: number): Uint8Array {
    this.#count++;
    const due = this.#hits.filter(({ fault: { atAck = 1 } }) => atAck === this.#count);
    return due.reduce((bytes: Uint8Array, { fault, happened }) => {
      happened();
      return spoil(bytes, damageOf(fault.do), 0, bytes.length);
    }, Uint8Array.of(letter));
  }
}

/** An answer with another checksum, where a fault wants that. */
export function withFaultyChecksum(
  faults: FaultPlan,
  answer: Reply<unknown>,
  operation: OperationDescriptor | undefined,
  command: string,
): Reply<unknown> {
  const { output } = answer;
  if (operation === undefined || !hasChecksum(output)) return answer;
  if (faults.take("wrong-checksum", command) === undefined) return answer;
  return { ...answer, output: { ...output, checksum: output.checksum ^ 1 } };
}

function hasChecksum(output: unknown): output is { readonly checksum: number } {
  if (typeof output !== "object" || output === null || !("checksum" in output)) return false;
  return typeof output.checksum === "number";
}
