import { type ResolvedFamily, resolveFamily } from "@qsmtp/protocol/families";

/**
 * What tests keep to that have numbers and lines of the manuals in them: the editions that were there
 * when they were written. A newer one makes no such test wrong.
 */
export const asRead: ResolvedFamily = resolveFamily("EC2x", {
  editions: {
    "smtp-manual": "read-1",
    "file-sheet": "1",
    "pdp-sheet": "1",
    "ssl-sheet": "1",
    "base-sheet": "1",
  },
});
