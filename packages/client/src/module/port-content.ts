import type { PortFinding } from "../errors/module-not-responding.ts";

/** What came on a port, as far as it can be told. */
export interface PortContent {
  readonly found: Exclude<PortFinding, "nothing" | "blocked" | "closed-at-once">;
  /** What it is, for people; goes behind "no module answers on this port: ". */
  readonly what: string;
  readonly hint: string;
  /** Pieces of what came that show it, unchecked: whoever shows them sees to secrets. */
  readonly pieces: readonly string[];
}

/** Beyond this share of characters that no text has, it is none. */
const noiseShare = 0.3;

/** Tells what kind of thing prints on a port, from all that came and all that was sent. */
export function recognize(received: Uint8Array, sent: Uint8Array): PortContent {
  const binary = latin1(received);
  const negotiation = binary.match(telnetOption) ?? [];
  const rest = binary.replaceAll(telnetOption, "");
  if (negotiation.length > 0 && noiseOf(rest) <= noiseShare) {
    return { ...telnet, pieces: [negotiation.slice(0, 3).map(optionText).join(" ")] };
  }
  const text = new TextDecoder().decode(received);
  if (noiseOf(text) > noiseShare) return { ...noise, pieces: [hexOf(received)] };
  const ours = new Set(linesOf(latin1(sent)));
  const lines = linesOf(text);
  const others = lines.filter((line, at) => !isEcho(line, ours, at === lines.length - 1));
  if (others.length === 0) return { ...echo, pieces: lines.slice(0, 1) };
  return (
    firstOf(others, prompt, login) ??
    firstOf(others, bootLine, bootLog) ??
    bannerOf(others) ??
    positionsOf(others) ?? { ...other, pieces: others.slice(0, 3) }
  );
}

type Kind = Omit<PortContent, "pieces">;

const telnet: Kind = {
  found: "telnet",
  what: "a telnet server is there, which negotiates",
  hint: "If it is a serial server that follows RFC 2217, use @qsmtp/transport/rfc2217; otherwise switch it to raw TCP.",
};
const noise: Kind = {
  found: "wrong-speed",
  what: "what comes is no text",
  hint: "The bytes are no text: check baud rate, parity and that this is an AT port.",
};
const echo: Kind = {
  found: "echo",
  what: "only what was sent comes back",
  hint: "It is an echo of the line or a jumper between TX and RX, and no module is behind it.",
};
const login: Kind = {
  found: "login",
  what: "the console of a computer is there, which asks for a login or shows its prompt",
  hint: "This is no module's port, or a getty runs on it: take another port, or disable the console (serial-getty) on this one.",
};
const bootLog: Kind = {
  found: "boot-log",
  what: "a computer prints its boot log",
  hint: "This is a console port, of the module's own processor perhaps: use the AT port. Where it is the AT port of a board that starts, try again later.",
};
const positions: Kind = {
  found: "nmea",
  what: "position sentences come",
  hint: "These are position sentences (NMEA): this is the module's GNSS port. Use its AT port, mostly one number higher.",
};
const other: Kind = {
  found: "other",
  what: "something else than a module in command mode answers",
  hint: "Check that this is the AT port, and that no other program or device talks on it.",
};

/** IAC with WILL, WON'T, DO or DON'T, and the option. */
const telnetOption = /\xff[\xfb-\xfe][\s\S]/g;
const optionNames = ["WILL", "WONT", "DO", "DONT"];
const prompt =
  /[\w.-]{0,30} ?\b(?:login|username|password): ?|Login incorrect|[\w.-]+@[\w.-]+:[\w./~-]*[$#]/i;
const bootLine =
  /^(?:U-Boot .{0,40}|\[ *\d+\.\d{6}\].{0,40}|Linux version .{0,30}|Starting kernel.*|Uncompressing Linux.*|Booting .{0,30}|GRUB .{0,20}|Hit any key to stop autoboot.*|Format: Log Type - Time.*)/;
const sentence = /^[$!][A-Z]{2}[A-Z0-9]{1,6},/;
/** What is left of a sentence whose beginning was missed. */
const sentenceEnd = /,[^,]*\*[0-9A-F]{2}$/;

const banners: readonly { readonly form: RegExp; readonly server: string }[] = [
  { form: /^SSH-\d[^\s]{0,40}/, server: "an SSH server" },
  { form: /^220[ -].{0,40}/, server: "a mail or FTP server" },
  { form: /^(?:HTTP\/\d.{0,40}|<!doctype html|<html)/i, server: "a web server" },
  { form: /^\* OK\b.{0,40}/, server: "an IMAP server" },
  { form: /^\+OK\b.{0,40}/, server: "a POP3 server" },
  { form: /^RFB \d{3}\.\d{3}/, server: "a VNC server" },
];

function firstOf(lines: readonly string[], form: RegExp, kind: Kind): PortContent | undefined {
  for (const line of lines) {
    const piece = form.exec(line)?.[0];
    if (piece !== undefined) return { ...kind, pieces: [piece.trim()] };
  }
  return undefined;
}

function bannerOf(lines: readonly string[]): PortContent | undefined {
  for (const { form, server } of banners) {
    const kind: Kind = {
      found: "banner",
      what: `${server} is there`,
      hint: "This is another kind of server: check host and port of the serial server.",
    };
    const content = firstOf(lines.slice(0, 3), form, kind);
    if (content !== undefined) return content;
  }
  return undefined;
}

/** Position sentences and nothing else; the first and the last may be cut. */
function positionsOf(lines: readonly string[]): PortContent | undefined {
  const heads = lines.flatMap((line) => sentence.exec(line)?.[0] ?? []);
  const isCut = (line: string, at: number): boolean =>
    sentenceEnd.test(line) || at === lines.length - 1 || (at === 0 && heads.length > 0);
  const are = lines.every((line, at) => sentence.test(line) || isCut(line, at));
  if (!are || !lines.some((line) => sentence.test(line) || sentenceEnd.test(line)))
    return undefined;
  return { ...positions, pieces: [...new Set(heads)].slice(0, 3) };
}

/** What came last may be the beginning of a line that is still coming. */
function isEcho(line: string, sent: ReadonlySet<string>, isLast: boolean): boolean {
  return sent.has(line) || (isLast && [...sent].some((one) => one.startsWith(line)));
}

function linesOf(text: string): string[] {
  return text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
}

/** The share of characters that stand in no text. */
function noiseOf(text: string): number {
  if (text === "") return 0;
  const odd = text.match(/[^\P{C}\r\n\t]|\ufffd/gu) ?? [];
  return odd.length / text.length;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function optionText(option: string): string {
  return `IAC ${optionNames[option.charCodeAt(1) - 0xfb]} ${option.charCodeAt(2)}`;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
