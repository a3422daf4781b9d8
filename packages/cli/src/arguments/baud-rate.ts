import { setBitRate } from "@qsmtp/protocol/commands";
import { paramOf } from "@qsmtp/protocol/facts";
import { wholeNumber } from "./whole-number.ts";

const { ranges } = paramOf(setBitRate, "bitsPerSecond");
const fastest = Math.max(...ranges.map(([from, to]) => to ?? from));

/** Reads the speed of a serial port, up to the fastest that a module has. */
export const parseBaudRate: (text: string) => number = wholeNumber(1, fastest);
