/**
 * How a release must rise for a change, at version 1.0.0 and above. `none`: no release needed.
 * `undecidable`: the text cannot tell, a person must.
 */
export type Bump = "major" | "minor" | "patch" | "none" | "undecidable";

/** Whose contract a change touches: what a caller gives (encode), what a caller gets (decode). */
export type Direction = "encode" | "decode";

/** The groups of a changelog, worst first. */
export type Heading = "Breaking" | "Behaviour" | "Added" | "Fixed" | "Docs";

/** One row of the rule table. */
export interface Rule {
  /** Stable, in kebab case: waivers and changelogs refer to it. */
  readonly id: string;
  /** What has become of the thing, read behind its name: "accepts more numbers". */
  readonly change: string;
  /** Bump when the changed thing is something a caller gives; left out when it never is. */
  readonly encode?: Bump;
  /** Bump when the changed thing is something a caller gets; left out when it never is. */
  readonly decode?: Bump;
  /** Bump of a change that has no direction. */
  readonly either?: Bump;
  /** Why the bump is what it is: who notices, and how. */
  readonly why: string;
  /** Where a changelog lists it; a rule that comes out as major is listed under Breaking. */
  readonly heading: Heading;
  /** What a user of the package does about it. */
  readonly whatToDo?: string;
  /** Rules that the opposite change falls under: no rule without one. */
  readonly mirror: readonly string[];
  /** True when no waiver may lower it: the wrong bytes would go out unseen. */
  readonly final?: true;
}
