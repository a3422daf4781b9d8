import type { Range } from "../truth.ts";
import type { Dice } from "./dice.ts";
import type { Style } from "./plan.ts";

/** How the ranges, units and defaults of a row are said in a style. */
export interface Said {
  readonly ranges: readonly Range[] | undefined;
  readonly default: number | undefined;
  readonly unit: string | undefined;
}

const unitWords: Readonly<Record<string, readonly string[]>> = {
  second: ["second", "s"],
  millisecond: ["ms", "millisecond"],
  byte: ["byte"],
  "100ms": ["100ms", "100 ms"],
};

export function dash(style: Style): string {
  return style === "ec200u" ? "–" : "-";
}

/** What a row says of a number behind what it means. */
export function numberSentences(style: Style, said: Said, dice: Dice): string {
  const range = said.ranges && rangeWords(style, said.ranges);
  const unit =
    said.unit === undefined ? [] : [`Unit: ${dice.pick(unitWords[said.unit] ?? [said.unit])}.`];
  const { default: value } = said;
  switch (style) {
    case "ec200u": {
      const label = dice.pick(["Default value", "Default"]);
      return [
        ...(range === undefined ? [] : [`Range: ${range}.`]),
        ...(value === undefined ? [] : [`${label}: ${value}.`]),
        ...unit,
      ].join(" ");
    }
    case "gsm":
      return [
        ...(range === undefined ? [] : [`Range is ${range}.`]),
        ...(value === undefined ? [] : [`Default is ${value}.`]),
        ...unit,
      ].join(" ");
    default: {
      const both = range !== undefined && value !== undefined && dice.chance(0.6);
      const sentences = both
        ? [`The range is ${range}, and the default value is ${value}.`]
        : [
            ...(range === undefined ? [] : [`The range is ${range}.`]),
            ...(value === undefined ? [] : [`The default value is ${value}.`]),
          ];
      return [...sentences, ...unit].join(" ");
    }
  }
}

function rangeWords(style: Style, ranges: readonly Range[]): string {
  return ranges.map(([from, to]) => `${from}${dash(style)}${to}`).join(" and ");
}

/** How the greatest length of a text is said. */
export function lengthSentence(style: Style, wire: string, bytes: number, dice: Dice): string {
  if (style === "ec200u") {
    return dice.pick([`The maximum length: ${bytes} bytes.`, `The max length is ${bytes} bytes.`]);
  }
  return dice.pick([
    `The maximum length is ${bytes} bytes.`,
    `The maximum length of <${wire}> is ${bytes} bytes.`,
    `The maximum size of the parameter is ${bytes} bytes.`,
  ]);
}

/** Sentences of the response cell between CONNECT and the lines that end a data phase. */
export function inputSentence(
  thing: string,
  length: string,
  time: string | undefined,
  dice: Dice,
): string {
  const until =
    time === undefined
      ? `reaches <${length}> (unit: byte)`
      : `reaches <${length}> (unit: byte) or the time reaches <${time}>`;
  return dice.pick([
    `The port switches to data mode, and the bytes of the ${thing} can be inputted. When the total size of the inputted data ${until}, it returns to command mode and replies:`,
    `The module switches to data mode. When the size of the data that was inputted ${until}, the module returns to command mode and replies the following:`,
    `Input the bytes of the ${thing} now. When the total size of the written data ${until}, the port will return to command mode and reply:`,
  ]);
}

export function outputSentence(thing: string, dice: Dice): string {
  return dice.pick([
    `The port switches to data mode, and the bytes of the ${thing} will be outputted. When all of them have been read, it returns to command mode and replies:`,
    `The module switches to data mode and the data of the ${thing} are outputted to the host. When this is over, it returns to command mode and replies the following:`,
  ]);
}
