import type { Open, Range } from "../truth.ts";
import type { Dice } from "./dice.ts";
import { dash, lengthSentence, numberSentences } from "./phrases.ts";
import type { ParamTruth, PlannedParam, Style } from "./plan.ts";
import {
  answers,
  asides,
  choices,
  conditions,
  explanations,
  keywords,
  numbers,
  texts,
} from "./words.ts";

const nothing: ParamTruth = {
  type: "unknown",
  fits: [],
  ranges: undefined,
  maxBytes: undefined,
  unit: undefined,
  default: undefined,
  values: [],
  others: false,
  footnotes: {},
  isError: false,
};

/** Makes parameters of one command, no name twice. */
export class ParamMaker {
  private readonly style: Style;
  private readonly dice: Dice;
  private readonly used = new Set<string>();

  constructor(style: Style, dice: Dice) {
    this.style = style;
    this.dice = dice;
  }

  /** A parameter that a caller may set. */
  input(): PlannedParam {
    const { dice } = this;
    const kind = dice.integer(0, 9);
    if (kind < 4) return this.number();
    if (kind < 7) return this.choice(true);
    if (kind < 9) return this.text();
    return this.keyword();
  }

  /** A parameter that only answers hold. */
  answer(): PlannedParam {
    const { dice } = this;
    if (dice.chance(0.25)) return this.choice(false);
    const { wire, says, unit } = dice.pick(answers);
    return this.row(
      wire,
      "integer",
      [`${says}.`, numberSentences(this.style, said({ unit }), dice)],
      {
        fits: ["integer"],
        unit,
      },
    );
  }

  /** A number of bytes, for a data phase. */
  length(hasRange: boolean): PlannedParam {
    const { dice } = this;
    const { wire, says } = dice.pick([
      { wire: "size", says: "How many bytes are expected" },
      { wire: "word_length", says: "The length of the word" },
      { wire: "data_length", says: "How much data follows" },
    ]);
    const ranges =
      hasRange && this.hasRanges() ? [[1, dice.pick([512, 1460, 10240])] as const] : undefined;
    const value = dice.chance(0.5) ? dice.pick([64, 128, 512]) : undefined;
    const words = numberSentences(this.style, { ranges, default: value, unit: "byte" }, dice);
    return this.row(wire, "integer", [`${says}.`, words], {
      fits: ["integer"],
      ranges,
      default: value,
      unit: "byte",
    });
  }

  /** The time that ends a data phase. */
  time(): PlannedParam {
    const { dice } = this;
    const value = dice.integer(1, 90);
    const ranges = this.hasRanges() ? [[1, dice.pick([120, 3600, 65535])] as const] : undefined;
    const words = numberSentences(this.style, { ranges, default: value, unit: "second" }, dice);
    const wire = dice.pick(["input_time", "timeout", "wait_time"]);
    return this.row(wire, "integer", ["The longest time to wait for bytes.", words], {
      fits: ["integer"],
      ranges,
      default: value,
      unit: "second",
    });
  }

  /** The error number. */
  error(): PlannedParam {
    const words =
      this.style === "ec200u"
        ? "Error codes. See Chapter 4."
        : "The code of the mishap. See Chapter 4 for details.";
    return this.row("err", "integer", [words], { fits: ["integer"], isError: true });
  }

  number(): PlannedParam {
    const { dice } = this;
    const { wire, says, unit } = dice.pick(numbers);
    const from = dice.pick([0, 1, 1, 5, 20]);
    const to = from + dice.pick([5, 7, 15, 99, 255, 3599, 65515]);
    const value = dice.chance(0.5) ? dice.integer(from, Math.min(to, from + 60)) : undefined;
    if (dice.chance(0.1)) return this.oddNumber(wire, says, from, to);
    const ranges = this.hasRanges() ? [[from, to] as const] : undefined;
    const stated = said({ ranges, default: value, unit });
    return this.row(wire, "integer", [`${says}.`, numberSentences(this.style, stated, dice)], {
      fits: ["integer"],
      ranges,
      default: value,
      unit,
    });
  }

  /** Wordings that a rule for the usual sentence reads wrong. */
  private oddNumber(wire: string, says: string, from: number, to: number): PlannedParam {
    const { dice, style } = this;
    const range = `${from}${dash(style)}${to}`;
    const is = style === "ec200u" ? "Range:" : style === "gsm" ? "Range is" : "The range is";
    const odd = (sentence: string, truth: Partial<ParamTruth>): PlannedParam =>
      this.row(wire, "integer", [`${says}.`, sentence], { fits: ["integer"], ...truth });
    switch (dice.integer(0, 5)) {
      case 0:
        return odd(`${is} ${range} and ${to + 11}${dash(style)}${to + 20}.`, {
          ranges: [
            [from, to],
            [to + 11, to + 20],
          ],
        });
      case 1:
        return odd(`${is} ${range}, except ${from + 2}.`, {
          ranges: [
            [from, from + 1],
            [from + 3, to],
          ],
        });
      case 2:
        return odd(`The minimum value is ${from}.`, { ranges: [[from, null]] });
      case 3:
        return odd(`${is} ${range}, and the default is the whole of it.`, {
          ranges: [[from, to]],
          default: open<number | string>([null], "the default is said in words"),
        });
      case 4:
        return odd(`${is} ${range}. Unit: minute.`, { ranges: [[from, to]], unit: "minute" });
      default: {
        const other = `${from}${dash(style)}${to + 7}`;
        return odd(
          `In the day, ${is.toLowerCase()} ${range}. In the night, ${is.toLowerCase()} ${other}.`,
          { ranges: open<readonly Range[]>([], "two ranges, by the time of the day") },
        );
      }
    }
  }

  choice(isInput: boolean): PlannedParam {
    const { dice, style } = this;
    const { wire, says, meanings } = dice.pick(choices);
    const first = dice.chance(0.8) ? 0 : 1;
    const count = dice.integer(2, meanings.length);
    const chosen =
      isInput && style !== "ec200u" && dice.chance(0.2) ? dice.integer(0, count - 1) : undefined;
    const isNamed = chosen !== undefined && dice.chance(0.5);
    const marked = dice.chance(0.05) ? count - 1 : undefined;
    const long = dice.chance(0.1) ? dice.integer(0, count - 1) : undefined;
    const values = meanings.slice(0, count).map((meaning, index) => ({
      value: String(first + index),
      meaning:
        meaning +
        (index === long ? `, ${dice.pick(explanations)}` : "") +
        (index === marked ? "*" : "") +
        (index === chosen && isNamed ? " by default" : ""),
    }));
    const hasOthers = !isInput && dice.chance(0.15);
    const others = hasOthers ? [{ value: "Others", meaning: "See Chapter 4." }] : [];
    const sentence =
      chosen === undefined || isNamed
        ? ""
        : numberSentences(style, said({ default: first + chosen }), dice);
    return {
      ...this.row(wire, "integer", [`${says}.`, sentence], {
        fits: ["integer"],
        values: values.map(({ value }) => Number(value)),
        default:
          chosen !== undefined
            ? first + chosen
            : style === "ec200u" && isInput
              ? "unreadable"
              : undefined,
        others: hasOthers,
        footnotes: marked === undefined ? {} : { [String(first + marked)]: "not available yet" },
      }),
      values: [...values, ...others],
    };
  }

  text(): PlannedParam {
    const { dice, style } = this;
    const { wire, says } = dice.pick(texts);
    const bytes = dice.chance(0.7) ? dice.pick([20, 30, 50, 80, 127, 255]) : undefined;
    const name = this.free(wire);
    const words = bytes === undefined ? "" : lengthSentence(style, name, bytes, dice);
    const isListed = style === "bg-file" && dice.chance(0.4);
    const row = this.row(
      name,
      "string",
      [`${says}.`, words],
      { fits: ["string"], maxBytes: bytes },
      true,
    );
    if (!isListed) return row;
    const all = dice.chance(0.5);
    return {
      ...row,
      values: [
        ...(all ? [{ value: '"*"', meaning: "All of them" }] : []),
        { value: `"<${name}>"`, meaning: `The one that is called <${name}>` },
      ],
      truth: { ...row.truth, values: all ? ["*"] : [], others: all },
    };
  }

  keyword(): PlannedParam {
    const { dice } = this;
    const { wire, says, values } = dice.pick(keywords);
    const row = this.row(wire, "string", [`${says}.`], {
      fits: ["string", "keyword"],
      values: values.map(([value]) => value),
      default: this.style === "ec200u" ? "unreadable" : undefined,
    });
    return { ...row, values: values.map(([value, meaning]) => ({ value: `"${value}"`, meaning })) };
  }

  /** FILE manuals give no ranges beside a parameter. */
  private hasRanges(): boolean {
    return this.style !== "bg-file" || this.dice.chance(0.2);
  }

  private row(
    name: string,
    type: "integer" | "string",
    sentences: readonly string[],
    truth: Partial<ParamTruth>,
    isFree = false,
  ): PlannedParam {
    const { dice, style } = this;
    const hasWord =
      style === "smtp" ||
      (style === "ec200u" && dice.chance(0.9)) ||
      (style === "bg-tcp" && dice.chance(0.75));
    const word =
      type === "string" ? "String type." : dice.chance(0.05) ? "Numeric type." : "Integer type.";
    const aside = truth.isError !== true && dice.chance(0.15) ? [this.aside()] : [];
    const [first = "", ...others] = sentences.filter((sentence) => sentence !== "");
    return {
      wire: isFree ? name : this.free(name),
      text: [...(hasWord ? [word] : []), first, ...aside, ...others].join(" "),
      values: [],
      truth: { ...nothing, ...truth, type: hasWord ? type : "unknown" },
    };
  }

  private aside(): string {
    const { dice } = this;
    const [other] = this.used;
    return other !== undefined && dice.chance(0.4)
      ? dice.pick(conditions)(other)
      : dice.pick(asides);
  }

  private free(name: string): string {
    const spelled =
      this.style === "gsm" && this.dice.chance(0.5) ? name.replaceAll("_", " ") : name;
    let wire = spelled;
    for (let count = 2; this.used.has(wire); count++) wire = `${spelled}${count}`;
    this.used.add(wire);
    return wire;
  }
}

export function open<Value>(accepts: readonly (Value | null)[], because: string): Open<Value> {
  return { accepts, because };
}

function said(stated: {
  readonly ranges?: readonly Range[] | undefined;
  readonly default?: number | undefined;
  readonly unit?: string | undefined;
}): {
  ranges: readonly Range[] | undefined;
  default: number | undefined;
  unit: string | undefined;
} {
  return { ranges: stated.ranges, default: stated.default, unit: stated.unit };
}
