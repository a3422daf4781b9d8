import type { Rule } from "@qsmtp/schema-diff";

/** Types of the packages, read from their API reports. */
export const apiRules = [
  {
    id: "package-added",
    change: "package is new",
    either: "minor",
    why: "Nobody used it before.",
    heading: "Added",
    mirror: ["package-added"],
  },
  {
    id: "api-export-added",
    change: "export is new",
    either: "minor",
    why: "It stands beside the old ones.",
    heading: "Added",
    mirror: ["api-export-removed"],
  },
  {
    id: "api-export-removed",
    change: "export is gone",
    either: "major",
    why: "Code that imports it does not compile.",
    heading: "Breaking",
    whatToDo: "Remove the import.",
    mirror: ["api-export-added"],
  },
  {
    id: "api-member-added",
    change: "has new members",
    either: "minor",
    why: "Calls stay as they are, and so do objects written for an interface.",
    heading: "Added",
    mirror: ["api-declaration-changed"],
  },
  {
    id: "api-required-member-added",
    change: "has new members that are always there",
    either: "major",
    why: "Who writes such an object must add them. A waiver may say that users only receive it.",
    heading: "Breaking",
    whatToDo: "Add the members where you write such an object.",
    mirror: ["api-declaration-changed"],
  },
  {
    id: "api-declaration-changed",
    change: "is declared otherwise",
    either: "major",
    why: "A report does not tell who gives and who gets; a waiver may say that nobody is broken.",
    heading: "Breaking",
    whatToDo: "Compare its declaration with your use of it.",
    mirror: ["api-declaration-changed", "api-member-added", "api-required-member-added"],
  },
] as const satisfies readonly Rule[];
