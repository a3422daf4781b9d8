import * as addressModule from "nodemailer/lib/addressparser/index.js";
import * as mimeModule from "nodemailer/lib/mime-funcs/mime-types.js";

/** Before version 10 these are CommonJS, whose exports Node tells as a whole only. */
function wholeOf<Module extends object>(module: Module): Module {
  return "default" in module ? (module.default as Module) : module;
}

/** Reads addresses as nodemailer does; those of groups stand among the others. */
export function parseAddresses(text: string): addressModule.MailboxAddress[] {
  const flatten = (entry: addressModule.Address): addressModule.MailboxAddress[] =>
    entry.group === undefined ? [entry] : entry.group.flatMap(flatten);
  return addressModule.default(text).flatMap(flatten);
}

/** The type that nodemailer says for the name of a file. */
export const typeOfName: typeof mimeModule.detectMimeType = wholeOf(mimeModule).detectMimeType;

/** The extension that nodemailer gives a file of a type. */
export const extensionOfType: typeof mimeModule.detectExtension =
  wholeOf(mimeModule).detectExtension;
