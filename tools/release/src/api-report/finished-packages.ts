/**
 * A package whose face is finished: everything that its API reports show is documented, and every
 * type that they show can be imported.
 */
export interface FinishedPackage {
  /** Name of the folder below packages/. */
  readonly folder: string;
  /** Entries that are not finished yet, by the names of their reports: `explain`. */
  readonly unfinished?: readonly string[];
  /** Types that signatures need and no caller has to name. A class is never one. */
  readonly helpers?: readonly string[];
}

/** A package is added when its face is finished, and not taken off again. */
export const finishedPackages: readonly FinishedPackage[] = [
  { folder: "protocol" },
  { folder: "transport" },
  {
    folder: "client",
    helpers: ["Coded", "ErrorClasses", "NeverOfSend", "ProblemWords", "SendCode"],
  },
  { folder: "cli" },
  { folder: "nodemailer" },
];
