/**
 * What is used of `email-addresses`, in its smaller file. The declarations that come with it cannot be
 * read by this compiler any more: they declare a namespace with the word `module`.
 */
declare module "email-addresses/lib/email-addresses.min.js" {
  function parse(options: parse.Options): parse.Result | null;

  namespace parse {
    interface Options {
      readonly input: string;
      readonly rfc6532: boolean;
      readonly startAt: "mailbox" | "group";
    }

    interface Result {
      readonly ast: Node;
    }

    /** A production of RFC 5322 with the text that it took. */
    interface Node {
      readonly name: string;
      readonly tokens: string;
      /** The same without what means nothing: a quoted pair without its backslash. */
      readonly semantic: string;
      readonly children: readonly (Node | null)[];
    }
  }

  // biome-ignore lint/style/noDefaultExport: so it is imported, being a CommonJS module
  export default parse;
}
