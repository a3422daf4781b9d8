import type { Scope } from "./scan.ts";

/**
 * Where facts may not be typed by hand: the code of the published packages, and the named constants of
 * their tests. What a test sends and expects is its own to spell, and so are the words of the tools that
 * judge a module or the schema from outside; tests/editions runs edited manuals to find what those miss.
 */
export const scopes: readonly Scope[] = [
  { folder: "packages/protocol/src", files: "code", without: ["generated"] },
  { folder: "packages/transport/src", files: "code" },
  { folder: "packages/client/src", files: "code" },
  { folder: "packages/testing/src", files: "code" },
  { folder: "packages/cli/src", files: "code" },
  { folder: "packages/nodemailer/src", files: "code" },
  { folder: "packages/client/src", files: "tests" },
  { folder: "packages/testing/src", files: "tests" },
  { folder: "packages/cli/src", files: "tests" },
  { folder: "packages/nodemailer/src", files: "tests" },
  { folder: "packages/transport/src", files: "tests" },
  { folder: "tests/integration", files: "tests" },
  { folder: "tests/faults", files: "tests" },
  { folder: "tests/conformance", files: "tests" },
  { folder: "tests/system", files: "tests" },
  { folder: "tests/matrix", files: "tests" },
  { folder: "tests/nodemailer", files: "tests" },
];
