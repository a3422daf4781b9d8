import type { Model } from "../model.ts";
import { errorsPage } from "./errors-page.ts";
import { factsPage } from "./facts-page.ts";
import { groupPage } from "./group-page.ts";
import { groups } from "./groups.ts";
import { indexPage } from "./index-page.ts";
import { quirksPage } from "./quirks-page.ts";
import { unverifiedPage } from "./unverified-page.ts";
import { urcsPage } from "./urcs-page.ts";

/** Renders the command reference: path below the reference folder to Markdown. */
export function emitReference(model: Model): Map<string, string> {
  return new Map([
    ["index.md", indexPage(model)],
    ...groups.map(({ id }) => [`${id}.md`, groupPage(model, id)] as const),
    ["urcs.md", urcsPage(model)],
    ["errors.md", errorsPage(model)],
    ["facts.md", factsPage(model)],
    ["quirks.md", quirksPage(model)],
    ["unverified.md", unverifiedPage(model)],
  ]);
}
