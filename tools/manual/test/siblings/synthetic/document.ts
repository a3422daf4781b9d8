import { frontMatter } from "./front-matter.ts";
import type { Plan, PlannedCommand, PlannedForm, PlannedParam, Style } from "./plan.ts";
import {
  codes,
  example,
  lines,
  paragraph,
  pieces,
  row,
  sliding,
  table,
  tight,
  wrapAnywhere,
  wrapWords,
  type Zone,
} from "./zones.ts";

/** A section with what its contents entry needs. */
export interface DocumentSection {
  readonly number: string;
  readonly title: string;
  readonly zones: readonly Zone[];
}

/** The zones of a manual, chapter by chapter, as its style prints them. */
export function documentOf(plan: Plan): Zone[] {
  const sections = sectionsOf(plan);
  return [...frontMatter(plan, sections), ...sections.flatMap(({ zones }) => zones)];
}

function sectionsOf(plan: Plan): DocumentSection[] {
  const sections = [
    ...introduction(plan),
    ...commandSections(plan),
    ...examplesOf(plan),
    ...endOf(plan),
  ];
  return sections.map((one) => (/^\d+$/.test(one.number) ? chapterOf(plan, one) : one));
}

/** A chapter: `1 Title`, `1. Title`, or its number alone above the title. */
function chapterOf({ chapters }: Plan, { number, title, zones }: DocumentSection): DocumentSection {
  const printed = chapters === "dot" ? `${number}.` : number;
  const heading = pieces([printed, title], [chapters === "alone" ? 5 : 1], 2);
  return { number, title, zones: [heading, ...zones.slice(1)] };
}

function introduction({ product }: Plan): DocumentSection[] {
  const text = `The ${product} series is driven by commands. This document tells how each of them is written and answered.`;
  return [
    section("1", "Introduction", [paragraph(text)]),
    section("1.1", "Steps from the Start", [
      paragraph("A device has to be looked up before it is moved. The steps are these:"),
      lines(["1. Look it up.", "2. Set it up as it shall be.", "3. Let it do its work."]),
    ]),
  ];
}

function commandSections(plan: Plan): DocumentSection[] {
  const { product, style, deep } = plan;
  const chapter = section("2", `Description of ${product} Commands`, []);
  const definitions =
    style === "ec200u"
      ? [
          section("2.1", "Signs That Are Used", [
            lines([
              "<...>   Name of a parameter",
              "[...]   What may be left out",
              "Underline   The default of a parameter",
            ]),
          ]),
        ]
      : [];
  const base = style === "ec200u" ? "2.2" : "2.1";
  const group = deep ? [section(base, "Description of the Commands", [])] : [];
  const commands = plan.commands.map((command, index) =>
    commandSection(plan, command, deep ? `${base}.${index + 1}` : `2.${index + 1}`),
  );
  return [chapter, ...definitions, ...group, ...commands, ...(plan.hasUrcs ? urcSections() : [])];
}

function commandSection(plan: Plan, command: PlannedCommand, number: string): DocumentSection {
  const { at, title, look } = command;
  const zones = [
    sliding(
      pieces([`${number}.`, `AT${at}`, title], [look.headingGap, look.titleGap], 2),
      look.slides,
    ),
    tight(paragraph(command.intro.join(" "))),
    pieces([`${look.hasDot ? "." : ""}AT${at}`, title], [look.titleGap]),
    ...command.forms.map((form, index) => {
      const printed = formRow(plan, command, form);
      return index === 0 ? tight(printed) : printed;
    }),
    ...responseRows(plan, command),
    ...(plan.style === "gsm"
      ? [row(["Reference"], [], look.leftWidth)]
      : parameterBlock(plan, command)),
    ...exampleBlock(command),
    ...noteBlock(command),
  ];
  return { number, title: `AT${at} ${title}`, zones };
}

const labels: Readonly<Record<PlannedForm["form"], string>> = {
  test: "Test Command",
  read: "Read Command",
  write: "Write Command",
  execute: "Execution Command",
};

function formRow(plan: Plan, command: PlannedCommand, form: PlannedForm): Zone {
  const { leftWidth, smallC } = command.look;
  const name = form.isBoth === true ? "Read/Execution Command" : labels[form.form];
  const label = smallC ? name.replace(" C", " c") : name;
  const printed = form.isBoth === true ? `${form.syntax} or AT${command.at}` : form.syntax;
  const syntax = command.look.curlyKeys ? printed.replace(/"([^"]*)"/g, "“$1”") : printed;
  const left = [
    label,
    ...(form.caption === undefined ? [] : wrapWords(form.caption, leftWidth - 2)),
    ...(form.isBoth === true
      ? wrapWords(syntax, leftWidth - 2)
      : wrapAnywhere(syntax, leftWidth - 2)),
  ];
  const width = 98 - leftWidth;
  const response = form.response.flatMap((line) =>
    command.look.tornReplies ? line.split(/(?<=^\[?\+\w+:) /) : [line],
  );
  const right = response.flatMap((line, index) => {
    const isApart = index > 0 && /^(?:OK|If )/.test(line);
    const isCode = /^(?:[+[<"(]|CONNECT|>$)/.test(line);
    return [
      ...(isApart ? [""] : []),
      ...(isCode ? wrapAnywhere(line, width) : wrapWords(line, width)),
    ];
  });
  const inside = plan.style === "gsm" ? parametersInside(command, form, width) : [];
  return row(left, ["Response", ...right, ...inside], leftWidth);
}

/** GSM manuals list the parameters in the response cell; a later form refers to an earlier one. */
function parametersInside(command: PlannedCommand, form: PlannedForm, width: number): string[] {
  if (form.uses.length === 0) return [];
  const writes = command.forms.filter(({ form: kind }) => kind === "write");
  const first = writes.find(({ uses }) => form.uses.every((wire) => uses.includes(wire)));
  const isCovered = first !== undefined && form.form === "read";
  if (isCovered) return ["", "Parameter", "See Write Command."];
  const rows = command.params.filter(
    ({ wire, truth }) =>
      form.uses.includes(wire) ||
      (truth.isError && form.response.some((line) => line.includes("<err>"))),
  );
  return ["", "Parameter", ...rows.flatMap((param) => insideRow(param, width))];
}

function insideRow({ wire, text, values }: PlannedParam, width: number): string[] {
  const isShort = wire.length + text.length < width - 4;
  const head = isShort ? [`<${wire}> ${text}`] : [`<${wire}>`, ...wrapWords(text, width)];
  return [
    ...head,
    ...values.flatMap(({ value, meaning }) => wrapWords(`${value} ${meaning}`, width)),
  ];
}

function responseRows({ style }: Plan, { responseMs, look }: PlannedCommand): Zone[] {
  const time =
    responseMs === undefined
      ? []
      : [row(["Maximum Response Time"], [responseMs.words], look.leftWidth)];
  if (style !== "ec200u") return time;
  return [
    ...(time.length === 0 ? [row(["Maximum Response Time"], ["/"], look.leftWidth)] : time),
    row(
      ["Characteristic"],
      ["The command takes effect at once.", "The setting is not kept."],
      look.leftWidth,
    ),
  ];
}

function parameterBlock({ style }: Plan, { params, look }: PlannedCommand): Zone[] {
  if (params.length === 0) return [];
  const rows = params.map(({ wire, text, values }) => ({
    name: `<${wire}>`,
    text,
    values: values.map(({ value, meaning }) => ({ value: quoted(style, value), meaning })),
  }));
  return [lines(["Parameter"], 2), tight(table(rows, look.nameGap, look.valueGap))];
}

/** BG96 manuals print typographic quotes beside a parameter. */
function quoted(style: Style, value: string): string {
  return style.startsWith("bg") ? value.replace(/^"(.*)"$/, "“$1”") : value;
}

function exampleBlock({ examples }: PlannedCommand): Zone[] {
  const rows = examples.flatMap(({ sent, received, comment }) => [
    { left: sent, right: comment },
    ...received.map((left) => ({ left, right: "" })),
  ]);
  return rows.length === 0 ? [] : [lines(["Example"], 2), tight(example(rows, 50))];
}

function noteBlock({ notes, look }: PlannedCommand): Zone[] {
  if (notes.length === 0) return [];
  const [only, ...others] = notes;
  if (only !== undefined && others.length === 0) {
    return [lines([look.notesLabel], 2), tight(paragraph(only))];
  }
  const rows = notes.map((text, index) => ({ name: `${index + 1}.`, text, values: [] }));
  return [lines([look.notesLabel], 2), tight(table(rows, 4, 4))];
}

/** Unasked-for lines have tables of their own, and are no commands. */
function urcSections(): DocumentSection[] {
  return [
    section("2.2", "Description of What Is Reported", [
      paragraph("A line comes unasked when a device has been moved by hand."),
    ]),
    section("2.2.1", "Report of a Moved Device", [
      lines(["Report of a Moved Device"]),
      row(["+XMOVED: “moved”,<moved_number>"], ["A device has been moved by hand."], 40),
      lines(["Parameter"]),
      table(
        [
          {
            name: "<moved_number>",
            text: "Integer type. The device that was moved. The range is 0-11.",
            values: [],
          },
        ],
        8,
        4,
      ),
    ]),
  ];
}

function examplesOf({ commands }: Plan): DocumentSection[] {
  const rows = commands.flatMap(({ examples }) =>
    examples.flatMap(({ sent, received }) => [
      { left: sent, right: "//As told above." },
      ...received.map((left) => ({ left, right: "" })),
    ]),
  );
  return [
    section("3", "Examples", []),
    section("3.1", "From the Start to the End", rows.length === 0 ? [] : [example(rows, 50)]),
  ];
}

function endOf(plan: Plan): DocumentSection[] {
  const rows = plan.codes.map(({ code, meaning }) => [String(code), meaning] as const);
  const terms = [
    ["LED", "Light Emitting Diode"],
    ["PWM", "Pulse Width Modulation"],
  ] as const;
  const appendix = plan.style === "smtp" ? "A" : "5";
  const title = plan.style === "smtp" ? "Appendix A References" : "Appendix A References";
  return [
    section("4", "Summary of Error Codes", [
      paragraph("The code <err> tells what went wrong with the last command."),
      lines(["Table 1: Summary of Error Codes"]),
      tight(codes([["<err>", "Meaning"], ...rows], 36)),
    ]),
    {
      number: appendix,
      title,
      zones: [
        lines([plan.style === "smtp" ? title : `${appendix} ${title}`], 3),
        lines(["Table 2: Terms and Abbreviations"]),
        codes([["Abbreviation", "Description"], ...terms], 30),
      ],
    },
  ];
}

function section(number: string, title: string, zones: readonly Zone[]): DocumentSection {
  const heading = pieces([`${number}.`, title], [1], 2);
  return { number, title, zones: [heading, ...zones] };
}
