import { isOpen, type Range } from "../truth.ts";
import type { Dice } from "./dice.ts";
import { open, type ParamMaker } from "./make-param.ts";
import { inputSentence, outputSentence } from "./phrases.ts";
import type { FormTruth, PlannedForm, PlannedParam, Style } from "./plan.ts";

const mute: FormTruth = {
  args: undefined,
  reply: [],
  completion: undefined,
  supports: [],
  inWords: false,
  data: undefined,
};

/** A form with the parameters that it brings. */
export interface MadeForm {
  readonly form: PlannedForm;
  readonly brings: readonly PlannedParam[];
  /** What the section says about it above the table. */
  readonly intro?: string;
}

/** Makes the forms of one command. */
export class FormMaker {
  private readonly style: Style;
  private readonly dice: Dice;
  private readonly maker: ParamMaker;
  private readonly at: string;
  private readonly thing: string;

  constructor(style: Style, dice: Dice, maker: ParamMaker, at: string, thing: string) {
    this.style = style;
    this.dice = dice;
    this.maker = maker;
    this.at = at;
    this.thing = thing;
  }

  /** What the test form answers for a syntax: lists, ranges and names, or the same in words. */
  test(syntaxes: readonly string[], params: readonly PlannedParam[]): MadeForm {
    const inWords = this.style === "ec200u";
    const silent = syntaxes.length === 0 || this.dice.chance(0.15);
    const supports = silent ? [] : syntaxes.map((syntax) => this.describe(syntax, params, inWords));
    return {
      brings: [],
      form: {
        form: "test",
        syntax: `AT${this.at}=?`,
        caption: undefined,
        response: [...supports.map((line) => `${this.at}: ${line}`), "OK"],
        uses: [],
        truth: { ...mute, supports, inWords: inWords && /\(/.test(supports.join("")) },
      },
    };
  }

  private describe(syntax: string, params: readonly PlannedParam[], inWords: boolean): string {
    return syntax.replace(/<([^<>]+)>/g, (whole, wire: string) => {
      const param = params.find((one) => one.wire === wire);
      if (param === undefined || param.truth.isError) return whole;
      const { values, ranges, fits } = param.truth;
      if (fits.includes("string")) return whole;
      if (inWords) {
        return values.length > 0
          ? `(list of supported <${wire}>s)`
          : `(range of supported <${wire}>s)`;
      }
      const [first, last] = [values[0], values.at(-1)];
      if (first !== undefined && last !== undefined) {
        return values.length < 3 || this.dice.chance(0.3)
          ? `(${values.join(",")})`
          : `(${first}-${last})`;
      }
      if (ranges === undefined || isOpen(ranges)) return whole;
      const isPlain = (ranges as readonly Range[]).every(([, to]) => to !== null);
      return isPlain
        ? `(${(ranges as readonly Range[]).map(([from, to]) => `${from}-${to}`).join(",")})`
        : whole;
    });
  }

  read(params: readonly PlannedParam[]): MadeForm {
    const shown = params.slice(0, 4).map(({ wire }) => `<${wire}>`);
    const reply = shown.length === 0 ? [] : [`${this.at}: ${shown.join(",")}`];
    const isList = this.style !== "gsm" && reply.length > 0 && this.dice.chance(0.3);
    const printed = isList ? [...reply, ...reply.map((line) => `[${line}`), "[…]]"] : reply;
    return {
      brings: [],
      form: {
        form: "read",
        syntax: `AT${this.at}?`,
        caption: undefined,
        response: [...printed, "OK"],
        uses: params.slice(0, 4).map(({ wire }) => wire),
        truth: { ...mute, reply },
      },
    };
  }

  execute(): MadeForm {
    const brings = [this.maker.answer(), ...(this.dice.chance(0.5) ? [this.maker.answer()] : [])];
    const reply = [`${this.at}: ${brings.map(({ wire }) => `<${wire}>`).join(",")}`];
    return {
      brings,
      form: {
        form: "execute",
        syntax: `AT${this.at}`,
        caption: undefined,
        response: [...reply, ...this.ending()],
        uses: brings.map(({ wire }) => wire),
        truth: { ...mute, reply },
      },
    };
  }

  /** A write form: `required` parameters, then some that may be left out. */
  write(
    caption: string | undefined,
    key: string | undefined,
    required: readonly PlannedParam[],
  ): MadeForm {
    const { dice, maker } = this;
    const optional = Array.from({ length: dice.integer(key === undefined ? 0 : 1, 3) }, () =>
      maker.input(),
    );
    const args = syntaxOf(key, required, optional, dice);
    const slip = optional.length > 1 && dice.chance(0.05);
    const printed = slip ? args.replace("]", ")") : args;
    const answers = dice.chance(0.35) ? [maker.answer()] : [];
    const shown = key === undefined ? answers : optional;
    const reply = shown.length === 0 ? [] : [replyLine(this.at, key, shown)];
    const completes = key === undefined && answers.length === 0 && dice.chance(0.15);
    const done = completes ? [maker.answer()] : [];
    const completion = completes
      ? `${this.at}: <err>,${done.map(({ wire }) => `<${wire}>`)}`
      : undefined;
    return {
      brings: [...optional, ...answers, ...done],
      form: {
        form: "write",
        syntax: `AT${this.at}=${printed}`,
        caption,
        response: this.responseOf(key, reply, completion),
        uses: [...required, ...optional, ...answers, ...done].map(({ wire }) => wire),
        truth: {
          ...mute,
          args: slip ? open<string>([], "a round bracket closes an optional group") : args,
          reply,
          completion,
        },
      },
    };
  }

  private responseOf(
    key: string | undefined,
    reply: readonly string[],
    completion: string | undefined,
  ): string[] {
    if (key !== undefined && this.style === "ec200u") {
      return [
        "If the optional parameter is omitted, query the setting:",
        ...reply,
        "OK",
        "If the optional parameter is specified, change the setting:",
        "OK",
        "If there is any error:",
        "ERROR",
      ];
    }
    const shown = key === undefined ? reply : reply.map((line) => `[${line}]`);
    return [...shown, ...this.ending(completion)];
  }

  /** OK, what may follow it, and the error. */
  private ending(completion?: string): string[] {
    const late = completion === undefined ? [] : [completion];
    if (this.style === "bg-tcp" || this.style === "gsm") return ["OK", ...late, "Or", "ERROR"];
    const label =
      this.style === "smtp" ? "If there is any error, response:" : "If there is any error:";
    return ["OK", ...late, label, this.style === "ec200u" ? "ERROR" : "+CME ERROR: <err>"];
  }

  /** A write form that is followed by bytes, in either direction. */
  data(required: readonly PlannedParam[]): MadeForm {
    const { dice, maker, style } = this;
    const kind = style === "bg-tcp" || style === "ec200u" ? dice.integer(0, 3) : dice.integer(0, 2);
    if (style === "smtp" && dice.chance(0.5)) return this.dataInIntro(required);
    const done = maker.answer();
    const reply = [`${this.at}: <${done.wire}>`];
    const end = this.ending();
    if (kind === 0) {
      const length = maker.length(true);
      const time = dice.chance(0.5) ? maker.time() : undefined;
      const optional = [length, ...(time === undefined ? [] : [time])];
      const args = syntaxOf(undefined, required, optional, dice);
      return this.dataForm(args, [...required, ...optional], [...optional, done], {
        response: [
          "CONNECT",
          inputSentence(this.thing, length.wire, time?.wire, dice),
          ...reply,
          ...end,
        ],
        reply,
        data: { direction: "toModule", length: length.wire },
      });
    }
    if (kind === 1) {
      const args = syntaxOf(undefined, required, [], dice);
      return this.dataForm(args, required, [done], {
        response: ["CONNECT", outputSentence(this.thing, dice), ...reply, ...end],
        reply,
        data: { direction: "fromModule", length: undefined },
      });
    }
    if (kind === 2) {
      const got = maker.length(false);
      const args = syntaxOf(undefined, required, [], dice);
      return this.dataForm(args, required, [got, done], {
        response: [`CONNECT <${got.wire}>`, outputSentence(this.thing, dice), ...reply, ...end],
        reply,
        data: { direction: "fromModule", length: "connect" },
      });
    }
    const length = maker.length(true);
    const args = syntaxOf(undefined, [...required, length], [], dice);
    return this.dataForm(args, [...required, length], [length], {
      response: [
        ">",
        `Behind the sign >, input the bytes until their number is equal to <${length.wire}>.`,
        "If the bytes have been taken:",
        "SEND OK",
        "If there is any error:",
        "ERROR",
      ],
      reply: [],
      data: { direction: "toModule", length: length.wire, opens: "prompt" },
    });
  }

  /** SMTP manuals tell above the table when the phase ends, and show the bytes as a placeholder. */
  private dataInIntro(required: readonly PlannedParam[]): MadeForm {
    const { dice, maker } = this;
    const length = maker.length(true);
    const time = maker.time();
    const done = maker.answer();
    const reply = [`${this.at}: <${done.wire}>`];
    const args = syntaxOf(undefined, required, [length, time], dice);
    const made = this.dataForm(args, [...required, length, time], [length, time, done], {
      response: ["CONNECT", `<Input ${this.thing} data>`, ...reply, ...this.ending()],
      reply,
      data: { direction: "toModule", length: length.wire },
    });
    const intro = `When AT${this.at} is executed, the module enters into data mode, and all inputted data belong to the ${this.thing}. If the inputted data reaches <${length.wire}> or the time reaches <${time.wire}>, the module exits from data mode by itself.`;
    return { ...made, intro };
  }

  private dataForm(
    args: string,
    inputs: readonly PlannedParam[],
    brings: readonly PlannedParam[],
    { response, reply, data }: Pick<FormTruth, "reply" | "data"> & { readonly response: string[] },
  ): MadeForm {
    return {
      brings,
      form: {
        form: "write",
        syntax: `AT${this.at}=${args}`,
        caption: undefined,
        response,
        uses: [...new Set([...inputs, ...brings].map(({ wire }) => wire))],
        truth: { ...mute, args, reply, data },
      },
    };
  }
}

function syntaxOf(
  key: string | undefined,
  required: readonly PlannedParam[],
  optional: readonly PlannedParam[],
  dice: Dice,
): string {
  const head = [
    ...(key === undefined ? [] : [`"${key}"`]),
    ...required.map(({ wire }) => `<${wire}>`),
  ];
  const names = optional.map(({ wire }) => `,<${wire}>`);
  if (names.length === 0) return head.join(",");
  if (head.length === 0) return names.join("").slice(1);
  const tail = dice.chance(0.3)
    ? `[${names.join("")}]`
    : names.reduceRight((inner, name) => `[${name}${inner}]`, "");
  return head.join(",") + tail;
}

function replyLine(at: string, key: string | undefined, params: readonly PlannedParam[]): string {
  const names = params.map(({ wire }) => `<${wire}>`);
  return `${at}: ${[...(key === undefined ? [] : [`"${key}"`]), ...names].join(",")}`;
}
