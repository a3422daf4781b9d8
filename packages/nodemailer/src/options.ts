import {
  InvalidOptionError,
  type ModuleOptions,
  type OptionProblem,
  type QsmtpModule,
  type SendOptions,
} from "@qsmtp/client";
import type { Transport } from "@qsmtp/transport";
import { droppable, messageFields } from "./message/field-table.ts";

/** A field that can be left out; `headers.x-name` is one header. */
export type DroppableField =
  | (
      | "alternatives"
      | "amp"
      | "auth"
      | "baseBoundary"
      | "boundaryPrefix"
      | "date"
      | "dkim"
      | "dsn"
      | "encoding"
      | "from.name"
      | "headers"
      | "html"
      | "icalEvent"
      | "inReplyTo"
      | "list"
      | "messageId"
      | "newline"
      | "normalizeHeaderKey"
      | "otp"
      | "priority"
      | "references"
      | "replyTo"
      | "requireTLSExtensionEnabled"
      | "sender"
      | "ses"
      | "textEncoding"
      | "watchHtml"
      | "xMailer"
    )
  | `headers.${string}`
  | `attachments.${"contentType" | "contentTransferEncoding" | "headers"}`;

/** How far `href` and addresses in `path` are fetched. */
export interface FetchOptions {
  /** The most that one of them may give, in bytes. Default 5 000 000. */
  readonly maxBytes?: number | undefined;
  /** Longest time for one of them, in milliseconds. Default 30 000. */
  readonly timeoutMs?: number | undefined;
}

/** What is done with messages, whoever has opened the module. */
export interface MessageOptions {
  /**
   * Fields that are left out where a message has them, and named in `info.dropped`. A field that the
   * module cannot carry and that stands not here is refused.
   */
  readonly drop?: readonly DroppableField[] | undefined;
  /**
   * `attach`: HTML goes along as a file, also beside a text. `refuse`: a message with HTML is refused.
   * Left out: HTML alone is attached and the text made of it; HTML beside a text is refused.
   */
  readonly html?: "attach" | "refuse" | undefined;
  /**
   * Whether `href`, and addresses in `path`, are fetched. Who writes messages could make this computer
   * fetch anything then. Default false: refused.
   */
  readonly allowHref?: boolean | FetchOptions | undefined;
  /** Refuses `path` of files in every message. Default false. */
  readonly disableFileAccess?: boolean | undefined;
  /** Refuses every address to be fetched, in every message. Default false. */
  readonly disableUrlAccess?: boolean | undefined;
  /** How each mail is sent. */
  readonly send?: Omit<SendOptions, "signal"> | undefined;
}

/** A transport that opens the module when the first mail comes, and closes it with `close()`. */
export interface OwnModuleOptions extends MessageOptions, ModuleOptions {
  /** Name of a serial port, for example `/dev/ttyUSB2` or `COM5`. Needs `serialport`. */
  readonly port?: string | undefined;
  /** Another way to the module, of `@qsmtp/transport`; instead of `port`. */
  readonly transport?: Transport | undefined;
  /** Only of a transport over a module that is open. */
  readonly module?: undefined;
}

/** A transport over a module that is open; `close()` leaves it open. */
export interface OpenModuleOptions extends MessageOptions {
  /** What `openModule` of `@qsmtp/client` has given. */
  readonly module: QsmtpModule;
  /** Not beside `module`. */
  readonly port?: undefined;
  /** Not beside `module`. */
  readonly transport?: undefined;
}

/** How a transport reaches its module, and what it does with messages. */
export type QsmtpTransportOptions = OwnModuleOptions | OpenModuleOptions;

const ownKeys: readonly string[] = [
  "port",
  "transport",
  "module",
  "drop",
  "html",
  "allowHref",
  "disableFileAccess",
  "disableUrlAccess",
  "send",
];

/** The options that are for `openModule`. */
export function moduleOptionsOf(options: QsmtpTransportOptions): ModuleOptions {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !ownKeys.includes(key)));
}

/** Limits of what is fetched. */
export function fetchLimitsOf({ allowHref }: QsmtpTransportOptions): Required<FetchOptions> & {
  readonly maxBytes: number;
  readonly timeoutMs: number;
} {
  const { maxBytes = 5_000_000, timeoutMs = 30_000 } =
    typeof allowHref === "object" ? allowHref : {};
  return { maxBytes, timeoutMs };
}

/**
 * Takes the options as they are now, inherited ones too; `null` counts as not given. Those of the
 * transport itself are judged, those for the module by `openModule`.
 * @throws InvalidOptionError with all problems
 */
export function takeOptions(given: QsmtpTransportOptions): QsmtpTransportOptions {
  if (typeof given !== "object" || given === null) {
    throw new InvalidOptionError([{ path: "options", message: "must be an object with options" }]);
  }
  const options = presentIn(given) as QsmtpTransportOptions;
  const problems = [
    ...judgeRoute(options),
    ...judgeDrop(options.drop),
    ...judgeValues(options),
    ...judgeFetch(options.allowHref),
  ];
  if (problems.length > 0) throw new InvalidOptionError(problems);
  return options;
}

function presentIn(options: object): object {
  const present: Record<string, unknown> = {};
  for (const key in options) {
    const value = (options as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined && value !== null) present[key] = value;
  }
  return present;
}

function judgeRoute(options: QsmtpTransportOptions): OptionProblem[] {
  const { port, transport, module } = options;
  const given = Object.entries({ port, transport, module }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length !== 1) {
    const hint = 'Give one of port ("/dev/ttyUSB2"), transport (tcp(...)) and module.';
    const found = given.length === 0 ? "none is" : `${given.map(([key]) => key).join(" and ")} are`;
    return [{ path: "port", message: `or transport or module must be given, ${found}`, hint }];
  }
  const problems: OptionProblem[] = [];
  if (port !== undefined && (typeof port !== "string" || port === "")) {
    problems.push({ path: "port", message: "must be the name of a serial port" });
  }
  if (transport !== undefined && typeof transport?.open !== "function") {
    const hint = "Give what serialTransport, tcp or another of @qsmtp/transport gives.";
    problems.push({ path: "transport", message: "must be a transport of @qsmtp/transport", hint });
  }
  if (module === undefined) return problems;
  if (typeof module?.mail?.send !== "function") {
    problems.push({ path: "module", message: "must be what openModule of @qsmtp/client gives" });
  }
  for (const key of Object.keys(moduleOptionsOf(options))) {
    const hint = "Give it to openModule, or in send.";
    problems.push({ path: key, message: "is no option beside a module that is open", hint });
  }
  return problems;
}

function judgeDrop(drop: unknown): OptionProblem[] {
  if (drop === undefined) return [];
  if (!Array.isArray(drop)) return [{ path: "drop", message: "must be a list of names of fields" }];
  return drop.flatMap((name: unknown, index) => {
    const isHeader = typeof name === "string" && /^headers\.[^\s:]+$/i.test(name);
    if (isHeader || droppable.includes(String(name))) return [];
    const rule = messageFields.find(({ field }) => field === name);
    const message = rule === undefined ? "is no field that can be left out" : `cannot be left out`;
    return [
      {
        path: `drop[${index}]`,
        message: `${message}: ${JSON.stringify(name)}`,
        hint: rule?.why === undefined ? `Known: ${droppable.join(", ")}.` : `${rule.why}.`,
      },
    ];
  });
}

function judgeValues(options: QsmtpTransportOptions): OptionProblem[] {
  const { html, disableFileAccess, disableUrlAccess, send } = options;
  const problems: OptionProblem[] = [];
  if (html !== undefined && html !== "attach" && html !== "refuse") {
    problems.push({ path: "html", message: 'must be "attach" or "refuse"' });
  }
  for (const [path, value] of Object.entries({ disableFileAccess, disableUrlAccess })) {
    if (value !== undefined && typeof value !== "boolean") {
      problems.push({ path, message: "must be true or false" });
    }
  }
  if (send !== undefined && (typeof send !== "object" || send === null)) {
    problems.push({ path: "send", message: "must be an object with options" });
  } else if (send !== undefined && "signal" in send && send.signal !== undefined) {
    const hint = "Give it with the message: sendMail({ ..., signal }).";
    problems.push({ path: "send.signal", message: "would end every mail", hint });
  }
  const timeoutMs: unknown = send?.timeoutMs ?? undefined;
  if (timeoutMs !== undefined && !(Number(timeoutMs) >= 1 && Number.isFinite(timeoutMs))) {
    problems.push({
      path: "send.timeoutMs",
      message: "must be a number of milliseconds, 1 or more",
    });
  }
  return problems;
}

function judgeFetch(allowHref: unknown): OptionProblem[] {
  if (allowHref === undefined || typeof allowHref === "boolean") return [];
  if (typeof allowHref !== "object" || allowHref === null) {
    return [{ path: "allowHref", message: "must be true, false or an object with limits" }];
  }
  return Object.entries(allowHref).flatMap(([key, value]: [string, unknown]): OptionProblem[] => {
    const path = `allowHref.${key}`;
    if (key !== "maxBytes" && key !== "timeoutMs") {
      return [{ path, message: "is no option", hint: "Known here: maxBytes, timeoutMs." }];
    }
    const isFit = value === undefined || (Number.isSafeInteger(value) && Number(value) > 0);
    return isFit ? [] : [{ path, message: `must be a whole number above 0, is ${String(value)}` }];
  });
}
