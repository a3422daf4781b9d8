import { readAside, readChapter, readExplained, readExplainedBehind } from "./aside-rules.ts";
import { readByDefault, readDefault, readOpenDefault } from "./default-rules.ts";
import { readLength } from "./length-rules.ts";
import { readOpen } from "./open-rules.ts";
import {
  readBareSpans,
  readExtreme,
  readLimit,
  readRange,
  readStep,
  readValues,
} from "./range-rules.ts";
import type { RowRule } from "./row-rule.ts";
import { readNotation, readNumberSize, readType } from "./type-rules.ts";
import { readUnitClause, readUnitInBrackets } from "./unit-rules.ts";

/** In the order in which they are tried at a place. */
export const rowRules: readonly RowRule[] = [
  readAside,
  readChapter,
  readNumberSize,
  readType,
  readDefault,
  readByDefault,
  readUnitClause,
  readUnitInBrackets,
  readNotation,
  readLength,
  readExtreme,
  readRange,
  readLimit,
  readValues,
  readStep,
  readExplained,
  readExplainedBehind,
  readBareSpans,
  readOpenDefault,
  readOpen,
];
