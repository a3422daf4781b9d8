/** What one package may import: the arrows that docs/architecture.md draws. */
export interface PackageRule {
  readonly folder: string;
  /** Workspace packages by name, entries below them included. */
  readonly workspace: readonly string[];
  /** Whether `node:` modules may be imported outside of tests. */
  readonly node: boolean;
  /** Whether its folders stand in an order: none depends on one that depends on it. */
  readonly layered?: true;
}

const everything = ["protocol", "transport", "client", "testing", "cli"];

/** Published packages; a test that needs more lives in tests/. */
export const packageRules: readonly PackageRule[] = [
  { folder: "packages/protocol", workspace: [], node: false },
  { folder: "packages/transport", workspace: [], node: true },
  { folder: "packages/client", workspace: ["protocol", "transport"], node: false, layered: true },
  { folder: "packages/testing", workspace: ["protocol", "transport"], node: true },
  { folder: "packages/nodemailer", workspace: ["client", "transport"], node: true },
  { folder: "packages/cli", workspace: everything, node: true },
];

/** Private packages: tools read the schema or drive the published ones, tests use published names. */
export const privateRules: readonly PackageRule[] = [
  { folder: "tools/codegen", workspace: [], node: true },
  { folder: "tools/charsets", workspace: ["codegen", "protocol"], node: true },
  { folder: "tools/option-tables", workspace: ["codegen"], node: true },
  { folder: "tools/repo-checks", workspace: ["codegen"], node: true },
  {
    folder: "tools/demo",
    workspace: ["client", "nodemailer", "testing", "transport", "protocol"],
    node: true,
  },
  {
    folder: "tests/conformance",
    workspace: [...everything, "codegen"],
    node: true,
  },
  { folder: "tests/integration", workspace: everything, node: true },
  {
    folder: "tests/nodemailer",
    workspace: ["client", "demo", "nodemailer", "testing"],
    node: true,
  },
  // A judge from outside: it shares nothing with the project's own simulated module.
  {
    folder: "tests/matrix",
    workspace: ["client", "fake-module", "transport"],
    node: true,
  },
  // How many random cases the tests try.
  { folder: "tests/cases", workspace: [], node: true },
  { folder: "tests/fake-module", workspace: ["transport"], node: true },
  {
    folder: "tests/faults",
    workspace: ["client", "fake-module", "protocol", "transport"],
    node: true,
  },
  { folder: "tests/system", workspace: [...everything, "demo", "nodemailer"], node: true },
  // What a user installs: only its sample application imports ours, and runs in a project elsewhere.
  {
    folder: "tests/packed",
    workspace: ["client", "nodemailer", "protocol", "testing", "transport"],
    node: true,
  },
  { folder: "tests/fuzz", workspace: ["protocol"], node: true },
  { folder: "tests/reference", workspace: ["protocol"], node: true },
  { folder: "tests/editions", workspace: ["codegen", "schema-diff"], node: true },
  // Lays the packages as npm would: it imports none of them.
  { folder: "tests/guide", workspace: [], node: true },
  { folder: "tests/browser", workspace: ["client", "testing", "transport"], node: true },
  { folder: "tests/size", workspace: ["client", "protocol"], node: true },
  { folder: "tests/types", workspace: [...everything, "nodemailer"], node: true },
  { folder: "tools/bench", workspace: ["client", "testing", "transport", "protocol"], node: true },
  // Judged side by side with its peers: it shares nothing with the project's own simulated module.
  {
    folder: "tools/conformance-kit",
    workspace: ["client", "protocol", "transport"],
    node: true,
  },
  // Writes quirk records from what a probe found: a maintainer's half of the probe.
  {
    folder: "tools/probe",
    workspace: ["client", "codegen", "protocol", "schema-diff"],
    node: true,
  },
  { folder: "tools/explore", workspace: ["client", "protocol"], node: true },
  // Judged by a module that shares nothing with the project's own simulated one.
  {
    folder: "tools/month",
    workspace: ["client", "fake-module", "transport"],
    node: true,
  },
  { folder: "tools/schema-diff", workspace: ["codegen"], node: true },
  { folder: "tools/manual", workspace: ["codegen", "schema-diff"], node: true },
  { folder: "tools/release", workspace: ["codegen", "schema-diff", "protocol"], node: true },
];

/** Entries that pull in native or optional code and are for their own users only. */
export const reservedEntries: readonly {
  readonly specifier: string;
  readonly allowed: readonly string[];
}[] = [
  {
    specifier: "@qsmtp/transport/serial",
    allowed: ["packages/cli", "packages/nodemailer", "tests/system", "tools/demo"],
  },
];
