import type { ExampleGroup } from "./example.ts";
import { addresses } from "./examples/addresses.ts";
import { attachments } from "./examples/attachments.ts";
import { messageFields } from "./examples/message-fields.ts";
import { nodemailerAddresses } from "./examples/nodemailer-addresses.ts";
import { nodemailerTests } from "./examples/nodemailer-tests.ts";
import { plugins } from "./examples/plugins.ts";
import { structure } from "./examples/structure.ts";

/** Every example, in the order of the page. */
export const groups: readonly ExampleGroup[] = [
  plugins,
  messageFields,
  addresses,
  attachments,
  structure,
  nodemailerTests,
  nodemailerAddresses,
];
