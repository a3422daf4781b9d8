import { syntaxLine, syntaxOfFields } from "../emit/doc.ts";
import { printFlat } from "../emit/literal.ts";
import { code, prose } from "../markup.ts";
import { type CommandModel, type Model, paramNames } from "../model.ts";
import type {
  SchemaCommand,
  SchemaDataPhase,
  SchemaExample,
  SchemaLine,
  SchemaOperation,
  Source,
} from "../schema-types.gen.ts";
import { commandAt, earlier, since } from "./editions.ts";
import { fieldsTable } from "./fields-table.ts";
import { fence } from "./markdown.ts";

/** All that is known of one operation, in the order in which a caller asks. */
export function operationSection(
  model: Model,
  file: CommandModel,
  operation: SchemaOperation,
): string[] {
  const { command } = file;
  const lines = operation.reply ?? [];
  return [
    `### ${operation.name}`,
    code(syntaxLine(command, operation)),
    [operation.summary, operation.description]
      .filter((text) => text !== undefined)
      .map(prose)
      .join(" "),
    fieldsTable(model, file, operation.args ?? [], "input"),
    [...facts(command, operation), ...history(model, command, operation)].join("\n"),
    ...replyTable(model, file, lines),
    ...examples(command, operation).map(fence),
  ];
}

function replyTable(model: Model, file: CommandModel, lines: readonly SchemaLine[]): string[] {
  const rows = fieldsTable(
    model,
    file,
    lines.flatMap(({ fields }) => fields),
    "output",
  );
  return rows === "" ? [] : ["Values of the reply:", rows];
}

function facts(command: SchemaCommand, operation: SchemaOperation): string[] {
  const { data, completion, persistence, maxResponseMs, source = command.source } = operation;
  const entries: (readonly [string, string] | undefined)[] = [
    ["Reply", describeReply(command, operation)],
    [
      "Time",
      maxResponseMs === null ? "no source gives a limit" : `at most ${duration(maxResponseMs)}`,
    ],
    data && ["Data", describeData(command, data)],
    completion && ["Outcome", describeCompletion(operation, command)],
    persistence === undefined ? undefined : ["Kept", keeping[persistence] ?? persistence],
    operation.form === "test" ? undefined : ["Errors", describeErrors(operation)],
    (operation.optional ?? command.optional)
      ? ["Availability", "not in every firmware; see [quirks](quirks.md)"]
      : undefined,
    describeStability(operation.stability ?? command.stability),
    ["Source", sources(source)],
  ];
  return entries.flatMap((entry) => (entry === undefined ? [] : `- **${entry[0]}:** ${entry[1]}.`));
}

/** Since when an operation is there, and what earlier editions say of it. */
function history(model: Model, command: SchemaCommand, operation: SchemaOperation): string[] {
  const find = (then: Model): readonly [SchemaCommand, SchemaOperation] | undefined => {
    const old = commandAt(then, command.at);
    const found = old?.operations.find(({ name }) => name === operation.name);
    return old === undefined || found === undefined ? undefined : [old, found];
  };
  const say = (then: Model): string[] | undefined => {
    const found = find(then);
    if (found === undefined) return undefined;
    const [old, was] = found;
    const data = was.data === undefined ? [] : [`data phase: ${describeData(old, was.data)}`];
    const answer = was.supports?.map((text) => code(`${old.at}: ${text}`)).join(", ");
    const reply = answer ?? describeReply(old, was);
    const time = was.maxResponseMs === null ? "no limit" : duration(was.maxResponseMs);
    return [code(syntaxLine(old, was)), `reply ${reply}`, `time ${time}`, ...data];
  };
  const told = since(model, (then) => find(then) !== undefined) + earlier(model, say);
  return told === "" ? [] : [`- **Editions:**${told}`];
}

function describeStability(stability: string): readonly [string, string] | undefined {
  if (stability === "beta") return ["Stability", "beta: known from sibling families"];
  if (stability === "draft") return ["Stability", "draft: not seen to work, or not understood"];
  return undefined;
}

const keeping: Readonly<Record<string, string>> = {
  none: "gone after a restart",
  saved: "kept by the module itself",
  profile: "kept by `AT&W`",
};

function describeReply(command: SchemaCommand, operation: SchemaOperation): string {
  if (operation.form === "test") {
    const lines = operation.supports ?? [];
    if (lines.length === 0) return "`OK` alone";
    const shown =
      lines.length > 4
        ? `${lines.length} lines, shown below`
        : lines.map((text) => code(`${command.at}: ${text}`)).join(", ");
    return `${shown}, then \`OK\``;
  }
  const lines = (operation.reply ?? []).map((line) => {
    const fields = syntaxOfFields(command, line.fields);
    const text = code(line.prefix === "" ? fields : `${line.prefix}: ${fields}`);
    return `${text}${often[line.repeat ?? "one"] ?? ""}${line.as === undefined ? "" : ` as \`${line.as}\``}`;
  });
  return lines.length === 0 ? "`OK`" : `${lines.join(", ")}, then \`OK\``;
}

const often: Readonly<Record<string, string>> = {
  zeroOrOne: ", if at all,",
  zeroOrMore: " any number of times",
  oneOrMore: " once or more",
};

function describeData(command: SchemaCommand, data: SchemaDataPhase): string {
  const wire = (name: string): string => code(`<${command.params?.[name]?.wire ?? name}>`);
  const { direction, length, time, ack, earlyExit } = data;
  const seconds = time === undefined ? "some" : wire(time);
  const endings: Readonly<Record<string, string>> = {
    length: "its length",
    idleTime: `a pause of ${seconds} seconds`,
    totalTime: `${seconds} seconds`,
    escape: "`+++`",
    dtr: "DTR",
  };
  const announced =
    length !== undefined && "param" in length ? wire(length.param) : "the number behind `CONNECT`";
  return [
    `${direction === "toModule" ? "the host" : "the module"} sends raw bytes behind \`CONNECT\``,
    ...(length === undefined ? [] : [`as many as ${announced} says`]),
    ...(ack === undefined
      ? []
      : [
          `with ${wire(ack.param)} ${ack.value} the module answers \`${ack.byte}\` to each ${ack.everyBytes} bytes`,
        ]),
    `ends by ${data.endsOn.map((end) => endings[end] ?? end).join(", or ")}`,
    earlyExit === "result"
      ? "after leaving early the result lines still come"
      : "leaving early breaks the command off before its result lines",
    data.resumable ? "`ATO` can go back" : "`ATO` cannot go back",
  ].join("; ");
}

function describeCompletion({ completion }: SchemaOperation, command: SchemaCommand): string {
  const urc = completion?.urc ?? "";
  const within = completion?.within;
  const wire = within === undefined ? undefined : command.params?.[within]?.wire;
  const time = wire === undefined ? "" : `, within ${code(`<${wire}>`)} seconds`;
  return `comes after \`OK\` in the unsolicited line [${urc}](urcs.md#${urc.toLowerCase()})${time}`;
}

function describeErrors(operation: SchemaOperation): string {
  const order = [...(operation.errors ?? []), "general"];
  return `\`ERROR\`, or a number looked up in ${order.map((id) => `[${id}](errors.md#${id})`).join(", then ")}`;
}

/** Where facts were read, with the mark of each source and what it is for. */
export function sources(list: readonly Source[]): string {
  return list
    .map(({ id, section, confidence = "stated", note }) => {
      const place = section === undefined ? id : `${id} ${section}`;
      const what = note === undefined ? "" : `: ${note.replace(/\.$/, "")}`;
      return prose(`${place} (${confidence})${what}`);
    })
    .join("; ");
}

function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}

/** Conversations: the call, what goes out and comes back, what the call returns. */
function examples(command: SchemaCommand, operation: SchemaOperation): string[][] {
  const given = operation.examples ?? [];
  if (given.length > 0) return given.map((example) => conversation(command, operation, example));
  const lines = (operation.supports ?? []).map((text) => `${command.at}: ${text}`);
  const answer = { sent: `AT${command.at}=?`, received: [...lines, "OK"] };
  return operation.form === "test" ? [conversation(command, operation, answer)] : [];
}

function conversation(
  command: SchemaCommand,
  operation: SchemaOperation,
  { input = {}, sent, received, output }: SchemaExample,
): string[] {
  const phase = operation.data?.direction;
  return [
    `${operation.name}(${callArguments(command, operation, input)})`,
    `> ${sent}`,
    ...received.flatMap((line) => {
      if (phase === undefined || !line.startsWith("CONNECT")) return [`< ${line}`];
      return [`< ${line}`, phase === "toModule" ? "> [data]" : "< [data]"];
    }),
    ...(output === undefined ? [] : [`= ${printFlat(output)}`]),
  ];
}

function callArguments(
  command: SchemaCommand,
  operation: SchemaOperation,
  input: Readonly<Record<string, unknown>>,
): string {
  if (Object.keys(input).length === 0) return "";
  const octets = paramNames(operation.args ?? []).filter(
    (name) => command.params?.[name]?.type === "octets",
  );
  const members = Object.entries(input).map(([name, value]) => {
    const shown = octets.includes(name) ? bytes(String(value)) : printFlat(value);
    return `${name}: ${shown}`;
  });
  return `{ ${members.join(", ")} }`;
}

function bytes(hex: string): string {
  const list = hex.match(/../g) ?? [];
  return `Uint8Array.of(${list.map((pair) => `0x${pair.toLowerCase()}`).join(", ")})`;
}
