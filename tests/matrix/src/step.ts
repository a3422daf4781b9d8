/** The three calls that a program makes: to open, to send, to close. */
export type Phase = "opening" | "mail" | "closing";

/** What kinds of steps there are, as far as it makes a difference to what is right. */
export type StepKind =
  /** Any command of opening. */
  | "opening"
  /** A question: asking again does no harm, and its answer shows whose it is. */
  | "query"
  /** A setting or a line of the draft, answered by a bare result. */
  | "change"
  /** The command line behind which data passes: the body, or the upload of a file. */
  | "data"
  /** The data itself. */
  | "bytes"
  /** The order to send. */
  | "order"
  /** What is asked while the module is sending. */
  | "sending"
  /** Clearing the draft and deleting our files. */
  | "cleanup"
  /** Any command of closing. */
  | "closing";

export const stepKinds = [
  "opening",
  "query",
  "change",
  "data",
  "bytes",
  "order",
  "sending",
  "cleanup",
  "closing",
] as const satisfies readonly StepKind[];

/** What happens in the middle of data happens so long after its first byte, in milliseconds. */
export const intoDataMs = 2;

/** One command line of the pipeline, or the data behind one. */
export interface Step {
  /** Name of the step: that of its phase and the command, e.g. `mail.qsmtpput-300`. */
  readonly name: string;
  readonly phase: Phase;
  readonly kind: StepKind;
  /** The command line, secrets masked. */
  readonly line: string;
  /** Its place among the command lines of its phase, from 0. */
  readonly at: number;
  /** When a healthy module takes it up, in milliseconds from the call on. */
  readonly atMs: number;
}

/** A line that a healthy module got. */
export interface HealthyLine {
  readonly line: string;
  readonly atMs: number;
  /** When the data behind it began, if there was any. */
  readonly dataMs: number | undefined;
}

/** Names the lines of one phase. A step that comes twice has a number behind its name. */
export function stepsOfPhase(phase: Phase, lines: readonly HealthyLine[]): Step[] {
  const slugs = lines.map(({ line }) => slugOf(line));
  const named = slugs.map((slug, at) => {
    return at > 0 && slug === proof ? `proof-of-${slugs[at - 1]}` : slug;
  });
  const order = lines.findIndex(({ line }) => line.startsWith(orderLine));
  const clearing = lines.findIndex(({ line }, at) => at > order && line === "AT+QSMTPCLR");
  return lines.flatMap(({ line, atMs, dataMs }, at): Step[] => {
    const earlier = named.slice(0, at).filter((name) => name === named[at]).length;
    const number = earlier === 0 ? "" : `.${earlier + 1}`;
    const kind = phase === "mail" ? mailKind(line, at, { order, clearing }) : phase;
    const name = `${named[at]}${number}`;
    const command: Step = { name: `${phase}.${name}`, phase, kind, line, at, atMs };
    if (dataMs === undefined) return [command];
    const data: Step = {
      ...command,
      name: `${phase}.data-of-${name}`,
      kind: "bytes",
      line: `the data of ${line}`,
      atMs: dataMs + intoDataMs,
    };
    return [command, data];
  });
}

const orderLine = "AT+QSMTPPUT=";
/** The question that proves a bare result, see docs/architecture.md. */
const proof = "cmee";

function mailKind(
  line: string,
  at: number,
  { order, clearing }: { readonly order: number; readonly clearing: number },
): StepKind {
  if (at === order) return "order";
  if (at > order) return at < clearing ? "sending" : "cleanup";
  if (/^AT\+(QSMTPBODY|QFUPL)=/.test(line)) return "data";
  return isQuery(line) ? "query" : "change";
}

/** Reading forms, and write commands without the value that would be set. */
function isQuery(line: string): boolean {
  return (
    line.endsWith("?") ||
    /^AT\+(QFLST|QFLDS)=/.test(line) ||
    /^AT\+QSMTPCFG="\w+"$/.test(line) ||
    /^AT\+QSSLCFG="\w+",\d$/.test(line)
  );
}

/** Lengths and times are left out: they change with what is sent. */
function slugOf(line: string): string {
  const sized = /^AT\+(QFUPL="[^"]+"|QSMTPBODY=|QSMTPPUT=)/.exec(line);
  const words = sized?.[1] ?? line.replace(/^AT/, "");
  const slug = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, " ")
    .trim();
  return slug.slice(0, slugLength).trim().replaceAll(" ", "-") || "at";
}

const slugLength = 32;
