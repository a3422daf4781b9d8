import { registerHooks } from "node:module";

/** Folders whose nodemailer is the oldest in this process; the simulated module keeps its own. */
const folders = ["/packages/nodemailer/src/", "/tests/nodemailer/src/"];

// Imported before all others, so that theirs are resolved by it.
registerHooks({
  resolve: (specifier, context, next) => {
    const isOurs = folders.some((folder) => context.parentURL?.includes(folder));
    if (!isOurs || !/^nodemailer(?:\/|$)/.test(specifier)) return next(specifier, context);
    const oldest = specifier.replace("nodemailer", "nodemailer-oldest");
    return next(oldest, { ...context, parentURL: import.meta.url });
  },
});
