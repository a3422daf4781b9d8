import Port from "serial-at";
import { fakeBinding, fakePath } from "../fake-binding.ts";
import { versionOf } from "../installed-version.ts";
import { informationLines } from "./raw-text.ts";
import type { Subject } from "./subject.ts";

export const serialAt: Subject = {
  name: "serial-at",
  version: versionOf("serial-at"),
  asked:
    '`open`, then `at(command, "OK")`; it has no limit for a call and hands back raw text, which the kit cuts into lines',
  open: async (farEnd) => {
    const port = new Port({ path: fakePath, binding: fakeBinding(farEnd) });
    await port.open();
    return {
      // It has no limit of its own, so none is given.
      execute: async ({ text }) => {
        const raw = await port.at(text, "OK");
        return { kind: "reply", lines: informationLines(raw, text) };
      },
      close: () => port.close(),
    };
  },
};
