import { resolveDataPhase } from "../codec/command.ts";
import type { Evidence } from "../families/evidence.ts";
import { type FinalResult, parseFinalResult } from "../framing/final-result.ts";
import { ErrorReporting, setErrorReporting } from "../generated/base/cmee.gen.ts";
import { getPinStatus, PinStatus } from "../generated/base/cpin.gen.ts";
import {
  commandGroups,
  escapeSequence,
  escapeSilenceAfterSeconds,
  escapeSilenceBeforeSeconds,
} from "../generated/facts.gen.ts";
import { getTcpipError } from "../generated/pdp/qigeterror.gen.ts";
import { cite, sourced } from "./cite.ts";
import type { Context } from "./context.ts";
import { findErrors } from "./error-words.ts";
import { operationsNamed } from "./explain-command.ts";
import type { Findings } from "./explanation.ts";

const results: readonly Evidence[] = [{ id: "base-sheet", section: "3.5" }];
const reporting: readonly Evidence[] = [{ id: "base-sheet", section: "3.6" }];
const simCheck: readonly Evidence[] = [{ id: "smtp-manual", section: "4.1" }];
const dataMode: readonly Evidence[] = [{ id: "base-sheet", section: "3.7" }];

/**
 * Explains the line that ends a command or opens its data phase.
 * @param asked the command's line, which may be one that cannot be read
 */
export function explainResult(
  line: string,
  context: Context | undefined,
  numeric: boolean,
  asked: string | undefined,
): Findings | undefined {
  const result = parseFinalResult(line, { numeric });
  if (result === undefined) return undefined;
  if ("error" in result) return explainCode(line, result, context);
  if (result.kind === "error") return finding(line, context, plainError(context, asked));
  return finding(line, context, plainResult(result, context));
}

type ErrorCode = Extract<FinalResult, { readonly error: unknown }>;

type Plain = Pick<Findings, "kind" | "meaning" | "remedy" | "alternatives"> & {
  readonly evidence?: readonly Evidence[];
};

function finding(line: string, context: Context | undefined, plain: Plain): Findings {
  const { evidence = results, ...rest } = plain;
  return { line, ...owner(context), fields: [], ...rest, ...sourced(evidence) };
}

function owner(context: Context | undefined): Partial<Findings> {
  if (context === undefined) return {};
  const { at, name, form } = context.operation;
  return { command: `AT${at}`, operation: name, form };
}

function plainResult(
  result: Exclude<FinalResult, ErrorCode | { readonly kind: "error" }>,
  context: Context | undefined,
): Plain {
  switch (result.kind) {
    case "ok":
      return { kind: "result", meaning: accepted(context) };
    case "connect":
      return { kind: "prompt", meaning: connected(result.lengthBytes, context) };
    case "noCarrier":
      return {
        kind: "result",
        meaning: "A call or data connection ended, or there was none to go back to.",
        ...(context === undefined ? { alternatives: ["connectionEnded"] } : {}),
      };
    case "noDialtone":
      return { kind: "result", meaning: "There is no dial tone." };
    case "busy":
      return { kind: "result", meaning: "The far end is busy." };
    case "noAnswer":
      return { kind: "result", meaning: "The far end does not answer." };
  }
}

function accepted(context: Context | undefined): string {
  const urc = context?.operation.completion?.urc;
  if (urc === undefined) return "The command is done.";
  return `The command was accepted. How it ends comes in the unsolicited line ${urc}.`;
}

function plainError(context: Context | undefined, asked: string | undefined): Plain {
  const meaning = "The command failed; no reason is given.";
  const usual = `Check spelling and values; AT${setErrorReporting.at}=${ErrorReporting.numeric} makes the module give a number.`;
  const reason = context?.operation.errors?.includes("tcpip")
    ? `AT${getTcpipError.at} tells the reason. `
    : "";
  const [command] = asked === undefined ? [] : operationsNamed(asked);
  if (command === undefined || commandGroups[command.at] !== "smtp") {
    return { kind: "error", meaning, remedy: `${reason}${usual}` };
  }
  return {
    kind: "error",
    meaning,
    remedy: `The SIM card may be missing or not ready: AT${getPinStatus.at}? must answer ${PinStatus.ready}. ${reason}${usual}`,
    evidence: [...results, ...simCheck],
  };
}

function connected(lengthBytes: number | undefined, context: Context | undefined): string {
  const data = context?.operation.data;
  if (context === undefined || data === undefined) {
    const count =
      lengthBytes === undefined
        ? ""
        : ` The number behind it, ${lengthBytes}, tells how many bytes follow.`;
    return `Data mode begins: what follows are raw bytes until the command ends.${count}`;
  }
  const phase = resolveDataPhase(data, context.input);
  const bytes = lengthBytes ?? phase.lengthBytes;
  const many = bytes === undefined ? "raw bytes" : `${bytes} raw bytes`;
  const limit =
    phase.timeLimitMs === undefined ? "" : timeLimit(phase.timeLimitMs, phase.timeIsIdle);
  const acked = phase.ack && ` It acknowledges each ${phase.ack.everyBytes} bytes.`;
  return phase.direction === "toModule"
    ? `The module waits for ${many}${limit}.${acked ?? ""}`
    : `The module sends ${many}.`;
}

function timeLimit(ms: number, idle: boolean): string {
  return idle ? ` and gives up ${ms / 1000} s after the last` : ` for ${ms / 1000} s`;
}

function explainCode(
  line: string,
  { kind, error }: ErrorCode,
  context: Context | undefined,
): Findings {
  if (kind === "cms") {
    const meaning = "An error of the short message service; none of the commands here gives it.";
    const evidence: Evidence[] = [{ id: "base-sheet", section: "7" }];
    return finding(line, context, { kind: "error", meaning, evidence });
  }
  const found = findErrors(error, context?.operation);
  const errors = found.map((item) => item.error);
  const evidence = found.flatMap((item) => item.evidence);
  const [only, ...more] = errors;
  const words = errors.map(({ table, name, meaning }) => `${name} of ${table} (${meaning}).`);
  const meaning = words.length === 0 ? "Not in the schema." : words.join(" ");
  const base = {
    ...owner(context),
    line,
    kind: "error" as const,
    fields: [{ name: "error", wire: "err", value: error, meaning, source: cite(evidence) }],
  };
  if (only === undefined) {
    const whose = context === undefined ? "" : " of this command";
    return { ...base, meaning: `No table${whose} has the error ${error}.`, ...sourced(reporting) };
  }
  const remedy = more.length === 0 ? only.remedy : "Name the command that failed to learn which.";
  return {
    ...base,
    errors,
    meaning:
      more.length === 0 ? `${only.meaning} (${only.name}).` : `Depends on the command: ${meaning}`,
    ...(remedy === undefined ? {} : { remedy }),
    ...sourced(evidence),
  };
}

/** Explains what is no line of letters: the way out of data mode, prompts, acknowledgements. */
export function explainSign(line: string, context: Context | undefined): Findings | undefined {
  if (line === escapeSequence) {
    const meaning = `Leaves data mode, when nothing is sent for ${escapeSilenceBeforeSeconds} s before it and ${escapeSilenceAfterSeconds} s after; the module answers OK.`;
    return finding(line, undefined, { kind: "escape", meaning, evidence: dataMode });
  }
  if (line === ">") {
    const meaning =
      "The module waits for text, as for a short message; no command here asks for it.";
    return finding(line, context, { kind: "prompt", meaning, evidence: [] });
  }
  const data = context?.operation.data;
  if (context === undefined || data?.ack === undefined || !/^A+$/.test(line)) return undefined;
  const ack = resolveDataPhase(data, context.input).ack;
  if (ack === undefined) return undefined;
  const blocks = line.length === 1 ? "A block" : `${line.length} blocks`;
  const meaning = `${blocks} of ${ack.everyBytes} bytes arrived; the next may be sent.`;
  const evidence: Evidence[] = [{ id: "file-sheet", section: "5.4", confidence: "sibling" }];
  return finding(line, context, { kind: "acknowledgement", meaning, evidence });
}
