/**
 * Sessions with a module as files: recorded, replayed to a client or to a module, and compared.
 *
 * @packageDocumentation
 */

export { answerShape } from "./answer-shape.ts";
export { type DescribeOptions, describeRecord } from "./describe-record.ts";
export {
  type DiffOptions,
  diffTranscripts,
  type TranscriptDiff,
  type TranscriptDifference,
} from "./diff-transcripts.ts";
export { type DriveOptions, type DriveReport, driveModule } from "./drive-module.ts";
export type { HiddenValues } from "./known-bytes.ts";
export { createRecorder, type Recorder, type RecorderOptions } from "./recorder.ts";
export {
  clientQuestions,
  type ReplayDifference,
  type ReplayedModule,
  type ReplayOptions,
  replayModule,
} from "./replay-module.ts";
export { TranscriptError, type TranscriptErrorCode } from "./transcript-error.ts";
export {
  type ConnectionRecord,
  type DtrRecord,
  formatTranscript,
  type HiddenBytes,
  parseTranscript,
  type ReceivedRecord,
  type SentRecord,
  type Transcript,
  type TranscriptBytes,
  type TranscriptHeader,
  type TranscriptRecord,
} from "./transcript-format.ts";
