import { reasonOf } from "./reason-of.ts";

/** Gives the errors of a class their name, where it is not printed as if it were a field of theirs. */
export function nameErrors(errorClass: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, "name", { value: name, configurable: true });
}

interface CodedError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
}

/** An error as plain data. What is settled later, as a promise, is no data. */
export function errorToJson(error: CodedError): Readonly<Record<string, unknown>> {
  const { name, code, message, hint, cause } = error;
  return {
    name,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...fieldsOf(error),
    ...(cause === undefined ? {} : { cause: causeToJson(cause) }),
  };
}

const mostLines = 12;
/** Enough to find the call; the whole is in `stack`. */
const mostFrames = 4;
const longestValue = 200;

/** An error as people read it in a console: what it says, where it was thrown, what else is known. */
export function printedError(error: CodedError): string {
  const { name, code, message, hint, stack = "", cause } = error;
  const isSaid = (key: string, value: unknown): boolean =>
    ["hint", "remedy"].includes(key) && hint?.includes(String(value)) === true;
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const fields = Object.entries(fieldsOf(error)).filter(([, value]) => value !== undefined);
  const show = (value: unknown): string =>
    JSON.stringify(value, (key, part) => (isSaid(key, part) ? undefined : part)) ?? typeof value;
  const lines = [
    `${name} [${code}]: ${oneLine(message)}`,
    ...frames.slice(0, mostFrames),
    ...(cause === undefined ? [] : [`  cause: ${oneLine(describeCause(cause))}`]),
    ...fields.map(([key, value]) => `  ${key}: ${shortened(show(value))}`),
  ];
  const rest = lines.length - mostLines;
  if (rest <= 0) return lines.join("\n");
  return [...lines.slice(0, mostLines - 1), `  ... ${rest + 1} more in toJSON()`].join("\n");
}

function fieldsOf(error: Error): Record<string, unknown> {
  const known: readonly string[] = ["name", "code", "message", "stack", "hint", "cause"];
  const own = Object.entries(error).filter(([key]) => !known.includes(key));
  return Object.fromEntries(own.filter(([, value]) => !isPromise(value)));
}

function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}

function causeToJson(cause: unknown): unknown {
  const { name, code } = Object(cause) as { readonly name?: unknown; readonly code?: unknown };
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    message: reasonOf(cause),
  };
}

function describeCause(cause: unknown): string {
  const { name } = Object(cause) as { readonly name?: unknown };
  return typeof name === "string" ? `${name}: ${reasonOf(cause)}` : reasonOf(cause);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, " ");
}

function shortened(text: string): string {
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}...`;
}
