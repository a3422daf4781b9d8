import type { SendMailOptions } from "nodemailer";
import type { ArrivedMail } from "./arrived.ts";
import type { Arrival, Example, Props } from "./example.ts";

/** What a mail must be when it arrives; what nobody can say of the message alone is absent. */
export type Expected = Partial<Omit<Arrival, "files" | "dropped" | "notices">> & {
  readonly files: readonly (readonly [string, Uint8Array | undefined])[];
};

/** What the example says, and for the rest what its message says in so many words. */
export function expectedOf({ message, arrives, defaults = {} }: Example, props: Props): Expected {
  const given = { ...defaults, ...message(props) };
  const { files = [], dropped: _dropped, notices: _notices, ...told } = arrives?.(props) ?? {};
  return {
    ...wordsOf(given),
    ...told,
    files: files.map(([name, content]) => {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      return [name, bytes && new Uint8Array(bytes)] as const;
    }),
  };
}

function wordsOf({ from, to, cc, bcc, subject, text }: SendMailOptions): Partial<Arrival> {
  const plain = (value: unknown): string | undefined =>
    typeof value === "string" && /^[^\s<>,;:]+@[^\s<>,;:@]+$/.test(value) ? value : undefined;
  const list = (value: unknown): string[] | undefined => {
    const one = plain(value);
    return one === undefined ? undefined : [one];
  };
  return definedOf({
    from: plain(from),
    to: list(to),
    cc: cc === undefined ? [] : list(cc),
    bcc: bcc === undefined ? [] : list(bcc),
    subject: subject ?? "",
    text: typeof text === "string" ? text : undefined,
  });
}

function definedOf(values: Readonly<Record<string, unknown>>): Partial<Arrival> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Of a mail that arrived what is expected, in the same form. */
export function sameOf(arrived: ArrivedMail, expected: Expected): Expected {
  const keys = ["from", "to", "cc", "bcc", "subject", "text"] as const;
  const told = keys.filter((key) => expected[key] !== undefined).map((key) => [key, arrived[key]]);
  const files = arrived.files.map(([name, bytes], index) => {
    const isKnown = expected.files[index]?.[1] !== undefined;
    return [name, isKnown ? bytes : undefined] as const;
  });
  return { ...(Object.fromEntries(told) as Partial<Arrival>), files };
}

/** The way may add an end to the last line. */
export function withoutLastEnd<Mail extends { readonly text?: string }>(mail: Mail): Mail {
  return mail.text === undefined ? mail : { ...mail, text: mail.text.replace(/\n$/, "") };
}
