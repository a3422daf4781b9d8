/**
 * Suites that take long, each run by its name, `pnpm test:NAME`, and all of them by `.ci/run`. Every
 * other test belongs to `pnpm test`, which is for each change and takes at most a minute.
 */
export const suites = {
  /** What the packages weigh, and their declarations under two compilers. */
  sizes: ["tests/size/**", "tests/types/**"],
  /** Random bytes, splits, values and lists. */
  fuzz: [
    "packages/client/src/mail/recipients.property.test.ts",
    "tests/fuzz/**",
    "tests/reference/src/random.test.ts",
  ],
  /** Whatever goes wrong, at every step: judged by a module that shares nothing with ours. */
  faults: [
    "tests/faults/!(soak).test.ts",
    "tests/integration/send-faults.test.ts",
    "tests/matrix/**",
    "tools/explore/**",
    "tools/month/**",
  ],
  /** Many commands against a module that is often late. */
  soak: ["tests/faults/soak.test.ts"],
  /** The examples of nodemailer's manual, with its newest and its oldest release. */
  nodemailer: ["tests/nodemailer/examples.test.ts", "tests/nodemailer/oldest.test.ts"],
  /** The page "Testing your code", in the test runners that it is about, and what they fake. */
  guide: ["tests/guide/**", "packages/testing/src/clock/faked-first.test.ts"],
  /** Generator, manuals, releases and the other tools of maintainers. */
  tools: [
    "tools/{charsets,codegen,conformance-kit,manual,option-tables,probe,release,schema-diff}/**",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
