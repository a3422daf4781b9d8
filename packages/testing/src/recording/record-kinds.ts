import { parseFinalResult } from "@qsmtp/protocol";
import { describeLine } from "./describe-record.ts";
import type { ReceivedRecord, TranscriptBytes, TranscriptRecord } from "./transcript-format.ts";

/** The bytes of a record; `undefined` for one of something else that happened. */
export function bytesIn(record: TranscriptRecord): TranscriptBytes | undefined {
  if ("sent" in record) return record.sent;
  return "received" in record ? record.received : undefined;
}

/** Whether a record holds bytes of a data phase. */
export function isDataRecord(record: TranscriptRecord | undefined): boolean {
  return record !== undefined && "data" in record && record.data === true;
}

/** Whether a record is the result that ends a command. */
export function isFinalRecord(record: ReceivedRecord): boolean {
  return !isDataRecord(record) && parseFinalResult(describeLine(record.received)) !== undefined;
}
