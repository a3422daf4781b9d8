/**
 * The codec and the framing: commands to bytes, lines to typed replies, both directions. No I/O.
 *
 * @packageDocumentation
 */

export { Command, type DataPhase, encodeCommandLine, resolveDataPhase } from "./codec/command.ts";
export { type DecodedCommand, decodeCommandLine } from "./codec/command-line.ts";
export type {
  ConstField,
  DataPhaseDescriptor,
  DownloadTraits,
  EnumParam,
  ErrorEntry,
  ErrorTable,
  Extensible,
  Field,
  FlagParam,
  IntegerParam,
  KeywordParam,
  ListField,
  NoInput,
  OctetsParam,
  OperationDescriptor,
  OptionalFields,
  OutcomeTraits,
  Param,
  ParamBase,
  PayloadTraits,
  PlainTraits,
  Range,
  ReplyLine,
  StreamTraits,
  StringParam,
  TextParam,
  Traits,
  UnlistedOutcome,
  Urc,
  UrcTail,
} from "./codec/descriptor.ts";
export { type FoundError, findError } from "./codec/error-table.ts";
export {
  DecodeError,
  type DecodeErrorCode,
  EncodeError,
  type EncodeErrorCode,
  type EncodeErrorDetails,
  isDecodeError,
  isEncodeError,
} from "./codec/errors.ts";
export { findUnlisted, type MailResult, mailOutcomeOf } from "./codec/mail-outcome.ts";
export type { Operation, OperationArguments } from "./codec/operation.ts";
export { decodeReply, encodeReply, ReplyDecoder, type Taken } from "./codec/reply.ts";
export {
  parseSupported,
  type SupportedField,
  type SupportedKey,
  type SupportedLine,
  type SupportedName,
  type SupportedRange,
  type SupportedValues,
} from "./codec/test-form.ts";
export {
  endsQuotedText,
  type ThirdPartyText,
  thirdPartyText,
} from "./codec/third-party-text.ts";
export { type DecodedUrc, decodeUrc, decodeUrcAs, encodeUrc } from "./codec/urc.ts";
export type { Values } from "./codec/values.ts";
export { type ParamLimits, withRanges } from "./codec/with-ranges.ts";
export {
  type FinalResult,
  type FinalResultOptions,
  parseFinalResult,
} from "./framing/final-result.ts";
export { type FrameEvent, Framer, type FramerOptions } from "./framing/framer.ts";
export type {
  Charset,
  DataDirection,
  DataEnd,
  EarlyExit,
  Form,
  MailOutcome,
  MailVerdict,
  Notation,
  Repeat,
} from "./words.gen.ts";
