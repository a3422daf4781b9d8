import type { EditionChange } from "./edition-change.ts";
import { bottomOf, setRange, topOf } from "./ranges.ts";

const smtp = "smtp-manual";

/** Something that a new edition takes away. */
export interface BreakingChange extends EditionChange {
  /** What the generator or a failing test must name. */
  readonly names: RegExp;
}

export const breakingChanges: readonly BreakingChange[] = [
  {
    fact: "fewer attachments",
    names: /index|QSMTPATT/,
    manual: smtp,
    apply: (edit) => {
      setRange(edit, "smtp/qsmtpatt", "index", [1, 2]);
    },
  },
  {
    fact: "a longer shortest time for the whole sending",
    names: /timeoutSeconds|QSMTPPUT/,
    manual: smtp,
    apply: (edit) => {
      const to = topOf(edit, "smtp/qsmtpput", "timeoutSeconds");
      const from = bottomOf(edit, "smtp/qsmtpput", "timeoutSeconds") * 10;
      setRange(edit, "smtp/qsmtpput", "timeoutSeconds", [from, to]);
    },
  },
  {
    fact: "a number of errors that is gone",
    names: /662|attachmentTooLarge/,
    manual: smtp,
    apply: (edit) => edit.removeCode("smtp", 662),
  },
  {
    fact: "a setting under another name",
    names: /contextid|pdpid|[sg]etSmtpContext/,
    manual: smtp,
    apply: (edit) => {
      edit.editCommand("smtp/qsmtpcfg", (command) =>
        JSON.parse(JSON.stringify(command).replaceAll(/(\\?")contextid\1/g, "$1pdpid$1")),
      );
    },
  },
  {
    fact: "a character set that is gone",
    names: /big5/i,
    manual: smtp,
    apply: (edit) => {
      edit.removeValue("MailCharset", 3);
      edit.removeValue("EncodedCharset", 3);
      edit.replaceInTestAnswer("smtp/qsmtpbody", "(0-3)", "(0-2)");
      edit.replaceInTestAnswer("smtp/qsmtpsub", "(0-3)", "(0-2)");
    },
  },
];
