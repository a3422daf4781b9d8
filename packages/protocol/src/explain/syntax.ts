import { type Field, isParam, type OperationDescriptor } from "../codec/descriptor.ts";

/** The operation as a manual prints it: `AT+QSMTPDST=1,<type>,<emailaddr>`. */
export function syntaxOf({ at, form, args = [] }: OperationDescriptor): string {
  const sign = { test: "=?", read: "?", write: "=", execute: "", basic: "" }[form];
  return `AT${at}${sign}${syntaxOfFields(args)}`;
}

function syntaxOfFields(fields: readonly Field[]): string {
  let text = "";
  for (const field of fields) {
    const comma = text === "" ? "" : ",";
    if (isParam(field)) text += `${comma}<${field.wire}>`;
    else if ("optional" in field) text += `[${comma}${syntaxOfFields(field.optional)}]`;
    else if ("list" in field) text += `[${comma}<${field.list.wire}>...]`;
    else if (typeof field.const === "number" || field.quoted === false) text += comma + field.const;
    else text += `${comma}"${field.const}"`;
  }
  return text;
}
