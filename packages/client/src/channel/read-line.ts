import {
  type DecodedUrc,
  decodeUrc,
  endsQuotedText,
  type FinalResult,
  parseFinalResult,
  thirdPartyText,
} from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import {
  functionalityChangedUrc,
  moduleReadyUrc,
  poweredDownNormallyUrc,
  poweredDownUrc,
  setFunctionality,
} from "@qsmtp/protocol/commands";
import type { Draft } from "./draft.ts";
import type { ThirdPartyText } from "./state.ts";

/** Lines that only a module prints that starts or goes off. */
const restartUrcs: readonly string[] = [moduleReadyUrc, poweredDownUrc, poweredDownNormallyUrc].map(
  ({ name }) => name,
);

/** A final result that can end a command; `NO CARRIER` and the like come with calls, never made here. */
export function readFinal(text: string): FinalResult | undefined {
  const final = parseFinalResult(text);
  if (final === undefined) return undefined;
  return ["ok", "error", "cme", "cms", "connect"].includes(final.kind) ? final : undefined;
}

export function readUrc(text: string): DecodedUrc | undefined {
  return decodeUrc(allUrcs, text);
}

/** Whether a URC says by itself that everything volatile in the module is gone. */
export function tellsRestart({ name }: DecodedUrc, running: string | undefined): boolean {
  // The functionality is told unasked by a module that starts, and else only to whoever changes it.
  return (
    restartUrcs.includes(name) ||
    (name === functionalityChangedUrc.name && running !== setFunctionality.at)
  );
}

/** What follows the head of a third party's text; `undefined` for every other line. */
export function readTextHeader(line: string): ThirdPartyText | undefined {
  const text = thirdPartyText(allUrcs, line);
  switch (text?.ends) {
    case "lines":
      return { ends: "lines", left: text.lines };
    case "quote":
      return { ends: "quote" };
    case "bytes":
      // Without a length one line is taken for it; the doubt covers the rest.
      return text.lengthBytes === undefined
        ? { ends: "lines", left: 1 }
        : { ends: "bytes", left: text.lengthBytes };
    case undefined:
      return undefined;
  }
}

/** Takes a line that is part of a third party's text. @returns whether it was */
export function takeText(draft: Draft, line: string): boolean {
  const { text } = draft.state;
  if (text === undefined) return false;
  draft.emit({ type: "report", meaning: "text", text: line });
  draft.set({ text: rest(text, line) });
  return true;
}

function rest(text: ThirdPartyText, line: string): ThirdPartyText | undefined {
  switch (text.ends) {
    case "lines":
      return text.left > 1 ? { ends: "lines", left: text.left - 1 } : undefined;
    case "quote":
      return endsQuotedText(line) ? undefined : text;
    case "bytes": {
      // The line end that was cut off counts too, as CR LF mostly.
      const left = text.left - new TextEncoder().encode(line).length - 2;
      return left > 0 ? { ends: "bytes", left } : undefined;
    }
  }
}
