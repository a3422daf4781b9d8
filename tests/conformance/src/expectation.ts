import type { FinalResult, OperationDescriptor, Param } from "@qsmtp/protocol";
import {
  dataBytes,
  type Meaning,
  type ModuleTurn,
  type Step,
  type TranscriptResult,
} from "./transcripts.ts";

/** What a reader of the module's bytes reports, one entry a fact, in the order of the wire. */
export type Observation =
  | { readonly echo: string }
  | { readonly output: unknown }
  | { readonly result: FinalResult }
  | { readonly urc: string; readonly value: unknown }
  | { readonly acknowledgement: true }
  /** Hex digits, for a readable difference. */
  | { readonly data: string }
  | { readonly unclaimed: string };

/** What the transcript says about one turn of the module. */
export function expectedObservations(turn: ModuleTurn): Observation[] {
  return turn.steps.flatMap((step) => expectedOf(step));
}

function expectedOf(step: Step): Observation[] {
  if ("moduleData" in step) return [{ data: hex(dataBytes(step.moduleData)) }];
  return "means" in step ? step.means.flatMap(expectedMeaning) : [];
}

function expectedMeaning(meaning: Meaning): Observation[] {
  if ("acknowledgements" in meaning) {
    return Array.from({ length: meaning.acknowledgements }, () => ({ acknowledgement: true }));
  }
  return "result" in meaning ? [{ result: finalResult(meaning.result) }] : [meaning];
}

/** A result in the codec's words. */
export function finalResult(result: TranscriptResult): FinalResult {
  if (typeof result === "object") {
    if ("cme" in result) return { kind: "cme", error: result.cme };
    return { kind: "connect", lengthBytes: result.connect };
  }
  return result === "connect" ? { kind: "connect", lengthBytes: undefined } : { kind: result };
}

/** An argument object as the codec takes it: JSON has no bytes, so octets stand as hex digits. */
export function inputOf(
  operation: OperationDescriptor,
  json: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      name,
      isOctets(operation, name) ? Uint8Array.from(Buffer.from(String(value), "hex")) : value,
    ]),
  );
}

function isOctets(operation: OperationDescriptor, name: string): boolean {
  const params = (operation.args ?? []).filter((field): field is Param => "type" in field);
  return params.some((param) => param.name === name && param.type === "octets");
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
