import type { Rule } from "@qsmtp/schema-diff";

const why = "A person has said what changed words of a manual mean for users (pnpm manual:judge).";

/** What people have said that changed words of manuals mean. */
export const judgementRules = [
  {
    id: "manual-judged-major",
    change: "means something else than before",
    either: "major",
    why,
    heading: "Breaking",
    whatToDo: "Read the reason, and check the calls that rely on it.",
    mirror: ["manual-judged-major"],
  },
  {
    id: "manual-judged-minor",
    change: "says more than before",
    either: "minor",
    why,
    heading: "Behaviour",
    mirror: ["manual-judged-minor"],
  },
  {
    id: "manual-judged-patch",
    change: "says it more exactly than before",
    either: "patch",
    why,
    heading: "Fixed",
    mirror: ["manual-judged-patch"],
  },
] as const satisfies readonly Rule[];
