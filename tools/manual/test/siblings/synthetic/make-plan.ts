import { isOpen } from "../truth.ts";
import { Dice, type Draw } from "./dice.ts";
import { FormMaker, type MadeForm } from "./make-form.ts";
import { ParamMaker } from "./make-param.ts";
import type {
  Look,
  Paging,
  Plan,
  PlannedCommand,
  PlannedExample,
  PlannedParam,
  Style,
} from "./plan.ts";
import { introductions, mishaps, noteSentences, things, verbs } from "./words.ts";

/** A manual of our own making, in one of the styles. */
export function makePlan(draw: Draw, style: Style, mostCommands = 4): Plan {
  const dice = new Dice(draw);
  const names = things.flatMap((thing) => verbs.map((verb) => ({ thing, verb })));
  const taken = new Set<string>();
  const commands = Array.from({ length: dice.integer(1, mostCommands) }, () =>
    makeCommand(style, dice, dice.take(names), taken),
  );
  const from = dice.pick([10, 400, 550, 700]);
  const meanings = [...mishaps];
  const codes = Array.from({ length: dice.integer(3, 20) }, (_, index) => ({
    code: from + index + (index > 3 ? 1 : 0),
    meaning: dice.take(meanings),
  }));
  return {
    style,
    product: `${dice.pick(["XZ90", "KT7", "MV21"])} ${dice.pick(["LAMP", "PUMP", "DOOR"])}`,
    commands,
    codes,
    chapters: style === "smtp" ? "alone" : dice.pick(["plain", "plain", "dot", "alone"]),
    deep: style === "bg-tcp" || style === "ec200u",
    hasContents: style !== "smtp",
    hasUrcs: style === "bg-tcp" && dice.chance(0.3),
    paging: makePaging(style, dice),
  };
}

function makePaging(style: Style, dice: Dice): Paging {
  return {
    lines: dice.integer(26, 48),
    running: style !== "smtp",
    formFeeds: style === "smtp" ? "none" : dice.pick(["all", "all", "some", "none"]),
    watermark: style !== "smtp" && dice.chance(0.25) ? dice.pick(["draft", "copy"]) : "",
  };
}

function makeCommand(
  style: Style,
  dice: Dice,
  { thing, verb }: { readonly thing: string; readonly verb: string },
  taken: Set<string>,
): PlannedCommand {
  const short = `+${dice.pick(["X", "Q", "K"])}${verb.slice(0, 2).toUpperCase()}${thing.toUpperCase()}`;
  const at = taken.has(short) ? `${short}X` : short;
  taken.add(at);
  const maker = new ParamMaker(style, dice);
  const forms = new FormMaker(style, dice, maker, at, thing);
  const shared = Array.from({ length: dice.integer(1, 2) }, () => maker.input());
  const made: MadeForm[] = [];
  const isKeyed = style !== "bg-file" && style !== "gsm" && dice.chance(0.15);
  if (isKeyed) {
    for (const key of ["first", "later", "side/way"].slice(0, dice.integer(2, 3))) {
      made.push(forms.write(`Set the ${key} one of each ${thing}`, key, []));
    }
  } else {
    made.push(...writes(style, dice, forms, shared, thing));
    const hasRead = dice.chance(0.3);
    const isBoth = hasRead && style === "bg-tcp" && dice.chance(0.3);
    if (hasRead) made.unshift(both(forms.read(shared), isBoth));
    if (!isBoth && dice.chance(0.25)) made.push(forms.execute());
  }
  const used = new Set(made.flatMap(({ form }) => form.uses));
  const brought = made.flatMap(({ brings }) => brings);
  const params = unique([...shared, ...brought]).filter(({ wire }) => used.has(wire));
  const isFaulty = made.some(({ form }) => form.response.some((line) => line.includes("<err>")));
  const rows = isFaulty ? [...params, maker.error()] : params;
  if (dice.chance(0.85)) made.unshift(forms.test(testedSyntaxes(made), rows));
  const isMarked = rows.some(({ truth }) => Object.keys(truth.footnotes).length > 0);
  // A time stands below the last form, and is meant for the one that works.
  const isTimed = made.at(-1)?.form.form === "write";
  return {
    at,
    title: `${verb} a ${thing[0]?.toUpperCase()}${thing.slice(1)}`,
    intro: [dice.pick(introductions), ...made.flatMap(({ intro }) => intro ?? [])],
    forms: made.map(({ form }) => form),
    params: rows,
    responseMs: isTimed ? responseTime(style, dice) : undefined,
    notes: [
      ...(isMarked ? ["“*” means not available yet."] : []),
      ...Array.from({ length: dice.integer(0, 2) }, () => dice.pick(noteSentences)),
    ],
    examples: style === "gsm" ? [] : exampleOf(made, at, rows, dice),
    look: makeLook(style, dice),
  };
}

function both(made: MadeForm, isBoth: boolean): MadeForm {
  return isBoth ? { ...made, form: { ...made.form, isBoth } } : made;
}

function writes(
  style: Style,
  dice: Dice,
  forms: FormMaker,
  shared: readonly PlannedParam[],
  thing: string,
): MadeForm[] {
  if (dice.chance(0.35)) return [forms.data(shared.slice(0, 1))];
  const several = dice.chance(0.35);
  if (!several) return [forms.write(undefined, undefined, shared)];
  const captions = style !== "bg-file" && dice.chance(0.8);
  const first = forms.write(
    captions ? `Ask for a ${thing}` : undefined,
    undefined,
    shared.slice(0, 1),
  );
  const second = forms.write(
    captions ? `Set up a ${thing} as it shall be` : undefined,
    undefined,
    shared,
  );
  return first.form.syntax === second.form.syntax ? [first] : [first, second];
}

/** The syntaxes that a test form describes: the last write form, or each with a key. */
function testedSyntaxes(made: readonly MadeForm[]): string[] {
  const args = made.flatMap(({ form }) =>
    form.form === "write" && typeof form.truth.args === "string" ? [form.truth.args] : [],
  );
  return args.some((text) => text.startsWith('"')) ? args : args.slice(-1);
}

function responseTime(style: Style, dice: Dice): PlannedCommand["responseMs"] {
  if (style === "ec200u") {
    return dice.pick([
      undefined,
      { value: 300, words: "300 ms" },
      { value: 40_000, words: "40 seconds, depending on the way." },
    ]);
  }
  if (style === "bg-file" || style === "gsm" || dice.chance(0.6)) return undefined;
  return dice.pick([
    { value: 150_000, words: "150 seconds, determined by the way." },
    { value: 60_000, words: "60s, determined by the way." },
  ]);
}

/** What is sent in an example: a write form with a value for each parameter. */
function exampleOf(
  made: readonly MadeForm[],
  at: string,
  rows: readonly PlannedParam[],
  dice: Dice,
): PlannedExample[] {
  const write = made.find(
    ({ form }) => form.form === "write" && form.truth.data === undefined,
  )?.form;
  if (write === undefined || isOpen(write.truth.args) || dice.chance(0.3)) return [];
  const sent = (write.truth.args ?? "").replace(/[[\]]/g, "").replace(/<([^<>]+)>/g, (_, wire) => {
    const row = rows.find((param) => param.wire === wire);
    if (row === undefined) return "1";
    const { fits, values, ranges, default: preset } = row.truth;
    if (fits.includes("string")) return `"${values[0] ?? "tower"}"`;
    const lowest = ranges === undefined || isOpen(ranges) ? 1 : (ranges[0]?.[0] ?? 1);
    return String(values[0] ?? (typeof preset === "number" ? preset : lowest));
  });
  return [
    { sent: `AT${at}=${sent}`, received: ["OK"], comment: "//Do it once and wait for the answer." },
  ];
}

function makeLook(style: Style, dice: Dice): Look {
  return {
    headingGap: style === "bg-tcp" || style === "ec200u" ? dice.pick([1, 3, 5]) : 1,
    titleGap: dice.pick([1, 1, 4, 8]),
    smallC: style !== "smtp" && dice.chance(0.2),
    leftWidth: style === "gsm" ? 34 : dice.pick([28, 34, 40]),
    nameGap: dice.pick([1, 4, 8]),
    valueGap: dice.pick([1, 4, 10]),
    notesLabel: dice.pick(["NOTE", "NOTES"]),
    slides: dice.chance(0.2),
    hasDot: style !== "smtp" && dice.chance(0.05),
    tornReplies: style === "bg-tcp" && dice.chance(0.3),
    curlyKeys: style === "bg-tcp" && dice.chance(0.3),
  };
}

function unique(params: readonly PlannedParam[]): PlannedParam[] {
  return [...new Map(params.map((param) => [param.wire, param])).values()];
}
