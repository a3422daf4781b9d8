import type { SchemaErrorTable, SchemaValue } from "@qsmtp/codegen/schema-types";
import type { EditionChange } from "./edition-change.ts";
import { addBytes, bottomOf, setRange, topOf } from "./ranges.ts";
import type { SchemaEdit } from "./schema-edit.ts";

const smtp = "smtp-manual";
const source = [{ id: smtp, section: "2" }];

/** What a new edition of a manual can add without taking anything away from a program. */
export const additiveChanges: readonly EditionChange[] = [
  {
    fact: "more contexts that can carry a mail",
    manual: smtp,
    apply: (edit, amount) => widen(edit, "smtp/qsmtpcfg", "contextId", 4 * amount),
  },
  {
    fact: "more contexts that can be set up and activated",
    manual: "pdp-sheet",
    apply: (edit, amount) => {
      for (const name of ["qiact", "qideact", "qicsgp", "qidnscfg", "qidnsgip", "qiurc"]) {
        widen(edit, `pdp/${name}`, "contextId", 8 * amount);
      }
    },
  },
  {
    fact: "more recipients of a mail",
    manual: smtp,
    apply: (edit, amount) => {
      raise(edit, "commands/smtp/qsmtpdst.json", "maxRecipients", 10 * amount);
    },
  },
  {
    fact: "more attachments of a mail",
    manual: smtp,
    apply: (edit, amount) => {
      widen(edit, "smtp/qsmtpatt", "index", 5 * amount);
      raise(edit, "commands/smtp/qsmtpatt.json", "maxAttachments", 5 * amount);
    },
  },
  {
    fact: "a larger body",
    manual: smtp,
    apply: (edit, amount) => {
      widen(edit, "smtp/qsmtpbody", "lengthBytes", 1024 * amount);
      raise(edit, "commands/smtp/qsmtpbody.json", "maxBodyBytes", 1024 * amount);
    },
  },
  {
    fact: "longer addresses",
    manual: smtp,
    apply: (edit, amount) => {
      addBytes(edit, "smtp/qsmtpdst", "address", 14 * amount);
      addBytes(edit, "smtp/qsmtpcfg", "senderAddress", 14 * amount);
    },
  },
  {
    fact: "longer names of users and servers",
    manual: smtp,
    apply: (edit, amount) => {
      for (const name of ["username", "password", "senderName", "host"]) {
        addBytes(edit, "smtp/qsmtpcfg", name, 25 * amount);
      }
    },
  },
  {
    fact: "a longer subject",
    manual: smtp,
    apply: (edit, amount) => {
      addBytes(edit, "smtp/qsmtpsub", "subject", 30 * amount);
      addBytes(edit, "smtp/qsmtpsub", "encodedSubject", 30 * amount);
      addBytes(edit, "smtp/qsmtpsub", "draftSubject", 60 * amount);
    },
  },
  {
    fact: "a shorter time for the whole sending",
    manual: smtp,
    apply: (edit, amount) => {
      const [from, to] = boundsOf(edit, "smtp/qsmtpput", "timeoutSeconds");
      setRange(edit, "smtp/qsmtpput", "timeoutSeconds", [Math.max(1, from - 10 * amount), to]);
    },
  },
  {
    fact: "another default of the time for a body",
    manual: smtp,
    apply: (edit, amount) => {
      edit.editParam("smtp/qsmtpbody", "inputTimeSeconds", (param) => ({
        ...param,
        default: Number(param.default) + 30 * amount,
      }));
    },
  },
  {
    fact: "another default of the server's port",
    manual: smtp,
    apply: (edit, amount) => {
      const port = [465, 587, 2525][amount % 3] ?? 587;
      edit.editParam("smtp/qsmtpcfg", "port", (param) => ({ ...param, default: port }));
    },
  },
  {
    fact: "a longest time of a command",
    manual: smtp,
    apply: (edit, amount) => {
      edit.editOperation("smtp/qsmtpdst", "addRecipient", (operation) => ({
        ...operation,
        maxResponseMs: 300 * amount,
      }));
    },
  },
  {
    fact: "one more number of errors",
    manual: smtp,
    apply: (edit) => {
      const { codes } = edit.json<SchemaErrorTable>("errors/smtp.json");
      edit.addCode("smtp", {
        code: Math.max(...codes.map(({ code }) => code)) + 1,
        name: "mailboxOnStrike",
        meaning: "The mailbox is on strike",
        remedy: "Wait until it works again.",
        retryable: true,
        mailOutcome: "unknown",
        mailOutcomeReason: "Nobody says when the strike began.",
        source,
      });
    },
  },
  {
    fact: "one more character set",
    manual: smtp,
    apply: (edit) => {
      const value = { value: 4, name: "shiftJis", description: "Shift_JIS, Japanese" };
      for (const type of ["MailCharset", "EncodedCharset"]) {
        edit.addValue(type, withEncoding(edit, "smtp/qsmtpbody", value, "shift_jis"));
      }
      edit.replaceInTestAnswer("smtp/qsmtpbody", "(0-3)", "(0-4)");
      edit.replaceInTestAnswer("smtp/qsmtpsub", "(0-3)", "(0-4)");
    },
  },
  {
    fact: "one more kind of security",
    manual: smtp,
    apply: (edit) => {
      edit.addValue("SmtpSecurity", { value: 3, name: "either", description: "TLS if it can" });
      edit.replaceInTestAnswer("smtp/qsmtpcfg", '"ssltype",(0-2)', '"ssltype",(0-3)');
    },
  },
  {
    fact: "one more type of recipient",
    manual: smtp,
    apply: (edit) => {
      edit.addValue("RecipientType", { value: 4, name: "newsletter", description: "All readers" });
      edit.replaceInTestAnswer("smtp/qsmtpdst", "(1-3)", "(1-4)");
    },
  },
  {
    fact: "one more setting",
    manual: smtp,
    apply: (edit) => {
      const [form, maxResponseMs] = ["write", null] as const;
      const [key, shared] = [{ const: "helo" }, { errors: ["smtp"], form, maxResponseMs }];
      edit.addParam("smtp/qsmtpcfg", "heloName", {
        wire: "helo_name",
        type: "string",
        description: "Name by which the module greets the server.",
        maxBytes: 64,
      });
      edit.addOperations(
        "smtp/qsmtpcfg",
        {
          ...shared,
          name: "setSmtpHelo",
          summary: "Sets the name in the greeting.",
          args: [key, { param: "heloName" }],
          persistence: "none",
          examples: [
            {
              input: { heloName: "pump7" },
              sent: 'AT+QSMTPCFG="helo","pump7"',
              received: ["OK"],
            },
          ],
        },
        {
          ...shared,
          name: "getSmtpHelo",
          summary: "Asks for the name in the greeting.",
          args: [key],
          reply: [{ prefix: "+QSMTPCFG", fields: [key, { param: "heloName" }] }],
          examples: [
            {
              sent: 'AT+QSMTPCFG="helo"',
              received: ['+QSMTPCFG: "helo","pump7"', "OK"],
              output: { heloName: "pump7" },
            },
          ],
        },
      );
      edit.editTestAnswer("smtp/qsmtpcfg", (lines) => [...lines, '"helo",<helo_name>']);
    },
  },
  {
    fact: "one more argument that may be left out",
    manual: smtp,
    apply: (edit, amount) => {
      edit.addParam("smtp/qsmtpput", "tries", {
        wire: "tries",
        type: "integer",
        description: "How often the module tries it by itself.",
        ranges: [[1, 3 * amount]],
        default: 1,
      });
      edit.editOperation("smtp/qsmtpput", "sendMail", (operation) => ({
        ...operation,
        args: [...(operation.args ?? []), { optional: [{ param: "tries" }] }],
      }));
      edit.editTestAnswer("smtp/qsmtpput", (lines) =>
        lines.map((line) => `${line}[,(1-${3 * amount})]`),
      );
    },
  },
  {
    fact: "one more command",
    manual: smtp,
    apply: (edit) => {
      const clear = edit.command("smtp/qsmtpclr");
      edit.set("commands/smtp/qsmtpstat.json", "command", {
        ...clear,
        at: "+QSMTPSTAT",
        title: "Ask how sending goes on",
        description: "Tells the state of the mail that is being sent.",
        params: {
          state: { wire: "state", type: "integer", description: "0 when no mail is on its way." },
        },
        operations: [
          {
            name: "testMailState",
            form: "test",
            summary: "Asks whether the module tells how sending goes on.",
            supports: ["(0-3)"],
            errors: ["smtp"],
            maxResponseMs: null,
            examples: [{ sent: "AT+QSMTPSTAT=?", received: ["+QSMTPSTAT: (0-3)", "OK"] }],
          },
          {
            name: "getMailState",
            form: "read",
            summary: "Asks how sending goes on.",
            reply: [{ prefix: "+QSMTPSTAT", fields: [{ param: "state" }] }],
            errors: ["smtp"],
            maxResponseMs: null,
            examples: [
              {
                sent: "AT+QSMTPSTAT?",
                received: ["+QSMTPSTAT: 0", "OK"],
                output: { state: 0 },
              },
            ],
          },
        ],
        urcs: [],
        notes: [],
        source,
      });
    },
  },
  {
    fact: "one more unsolicited line",
    manual: smtp,
    apply: (edit) => {
      edit.addParam("smtp/qsmtpput", "percent", {
        wire: "percent",
        type: "integer",
        description: "How much of the mail the server has.",
      });
      edit.addUrc("smtp/qsmtpput", {
        name: "mailProgress",
        summary: "Tells how much of the mail was sent.",
        line: { prefix: "+QSMTPPROG", fields: [{ param: "percent" }] },
        examples: [{ received: "+QSMTPPROG: 40", output: { percent: 40 } }],
        source,
      });
    },
  },
  {
    fact: "one more storage of files",
    manual: "file-sheet",
    apply: (edit) => {
      edit.addValue("Storage", { value: "EMMC", name: "emmc", description: "Soldered flash" });
    },
  },
  {
    fact: "longer names of files",
    manual: "file-sheet",
    apply: (edit, amount) => {
      for (const [name, param] of [
        ["qfupl", "fileName"],
        ["qfdwl", "fileName"],
        ["qfopen", "fileName"],
      ] as const) {
        addBytes(edit, `file/${name}`, param, 20 * amount);
      }
    },
  },
  {
    fact: "one more model of a family",
    manual: smtp,
    apply: (edit) => edit.addModel("EC2x", "EC26"),
  },
];

function boundsOf(edit: SchemaEdit, path: string, name: string): [number, number] {
  return [bottomOf(edit, path, name), topOf(edit, path, name)];
}

function widen(edit: SchemaEdit, path: string, name: string, more: number): void {
  const [from, to] = boundsOf(edit, path, name);
  setRange(edit, path, name, [from, to + more]);
}

function raise(edit: SchemaEdit, file: string, name: string, more: number): void {
  edit.editFact(file, name, (fact) => ({
    ...fact,
    atMost: Number((fact as { readonly atMost?: number }).atMost) + more,
  }));
}

/** A value of a type whose values say how texts are encoded says it too. */
function withEncoding(
  edit: SchemaEdit,
  path: string,
  value: SchemaValue,
  encoding: string,
): SchemaValue {
  const [first] = edit.command(path).params?.charset?.values ?? [];
  return first !== undefined && "encoding" in first ? { ...value, ...{ encoding } } : value;
}
