/** The codes that the standards fill, counted from their texts and apart from the tables. */

const cells = (row: number, ...spans: readonly (readonly [number, number])[]): Buffer[] =>
  spans.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, at) => Buffer.from([row + 0xa0, from + at + 0xa0])),
  );

function gb2312Codes(): Buffer[] {
  const codes = [
    ...cells(1, [1, 94]),
    ...cells(2, [17, 66], [69, 78], [81, 92]),
    ...cells(3, [1, 94]),
    ...cells(4, [1, 83]),
    ...cells(5, [1, 86]),
    ...cells(6, [1, 24], [33, 56]),
    ...cells(7, [1, 33], [49, 81]),
    ...cells(8, [1, 26], [37, 73]),
    ...cells(9, [4, 79]),
  ];
  for (let row = 16; row <= 87; row++) codes.push(...cells(row, [1, row === 55 ? 89 : 94]));
  return codes;
}

function big5Codes(): Buffer[] {
  const codes: Buffer[] = [];
  for (let code = 0xa140; code <= 0xf9d5; code++) {
    const trail = code % 256;
    if (trail < 0x40 || trail === 0xff || (trail > 0x7e && trail < 0xa1)) continue;
    if (code > 0xa3bf && code < 0xa440) continue;
    if (code > 0xc67e && code < 0xc940) continue;
    codes.push(Buffer.from([code >> 8, trail]));
  }
  return codes;
}

/** The codes of GB 2312-80, or of Big5 without anybody's extensions. */
export function standardCodes(charset: "gb2312" | "big5"): readonly Buffer[] {
  return charset === "gb2312" ? gb2312Codes() : big5Codes();
}

/** The decoder of a platform that knows UTF-8 only. */
export function plainTextDecoder(): typeof TextDecoder {
  const Platform = globalThis.TextDecoder;
  return class extends Platform {
    constructor(label = "utf-8", options?: ConstructorParameters<typeof TextDecoder>[1]) {
      if (!/^utf-?8$/i.test(label))
        throw new RangeError(`The "${label}" encoding is not supported`);
      super(label, options);
    }
  };
}
