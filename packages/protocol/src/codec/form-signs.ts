import type { Form } from "../words.gen.ts";

/** What stands between a command's name and its arguments. */
export const formSigns: Readonly<Record<Form, string>> = {
  test: "=?",
  read: "?",
  write: "=",
  execute: "",
  basic: "",
};
