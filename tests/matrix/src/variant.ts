/** Under what a step and a fault meet: one value of each dimension. */
export interface Variant {
  /** What the module does with input that comes while it works. */
  readonly input: "queue" | "drop";
  /** Whether the connection has control lines: data mode is left by DTR, or by `+++`. */
  readonly lines: "dtr" | "plain";
  /** Whether the client reconnects, and brings a silent module back; it tries a mail again in both. */
  readonly recovery: "off" | "on";
}

export const dimensions = {
  input: ["queue", "drop"],
  lines: ["dtr", "plain"],
  recovery: ["off", "on"],
} as const satisfies { readonly [Name in keyof Variant]: readonly Variant[Name][] };

/** Every combination, in the order of the page. */
export const variants: readonly Variant[] = dimensions.recovery.flatMap((recovery) =>
  dimensions.input.flatMap((input) =>
    dimensions.lines.map((lines) => ({ input, lines, recovery })),
  ),
);

/** As it stands in the name of a cell: `queue/dtr/off`. */
export function nameOfVariant({ input, lines, recovery }: Variant): string {
  return `${input}/${lines}/${recovery}`;
}
