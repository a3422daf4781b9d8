import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from "@microsoft/api-extractor";
import type { ApiEntry } from "./api-entries.ts";

/** The declarations of an entry cannot be read. */
export class ApiReportError extends Error {
  override readonly name = "ApiReportError";
  readonly code = "API_UNREADABLE";
}

/**
 * The API report of an entry, written by API Extractor from the built declarations. Types that are
 * mentioned without being exported are in it: they are part of the API as well.
 * @throws ApiReportError when the declarations make no sense to it
 */
export async function extractReport(entry: ApiEntry): Promise<string> {
  const scratch = await mkdtemp(path.join(tmpdir(), "qsmtp-api-"));
  try {
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: entry.folder,
        mainEntryPointFilePath: entry.declarations,
        compiler: { overrideTsconfig: tsconfig(entry.declarations) },
        apiReport: {
          enabled: true,
          reportFileName: "report.api.md",
          reportFolder: scratch,
          reportTempFolder: path.join(scratch, "temp"),
          includeForgottenExports: true,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        newlineKind: "lf",
      },
      configObjectFullPath: path.join(entry.folder, "package.json"),
      packageJsonFullPath: path.join(entry.folder, "package.json"),
    });
    // Remarks on style have no place in a report: it is there to be compared.
    const messageCallback = (message: ExtractorMessage): void => {
      message.logLevel = ExtractorLogLevel.None;
    };
    try {
      Extractor.invoke(config, { localBuild: true, messageCallback });
    } catch (error) {
      const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
      throw new ApiReportError(`The declarations of ${entry.name} cannot be read: ${reason}`, {
        cause: error,
      });
    }
    const report = await readFile(path.join(scratch, "report.api.md"), "utf8");
    // It knows packages only, and names all their entries alike.
    return report.replace(
      /^## API Report File for ".*"$/m,
      `## API Report File for "${entry.name}"`,
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Other packages of ours are read as they are installed: built, by their published entries. */
function tsconfig(declarations: string): object {
  return {
    compilerOptions: {
      target: "ES2022",
      module: "NodeNext",
      moduleResolution: "NodeNext",
      lib: ["ES2023", "DOM"],
      types: ["node"],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      noEmit: true,
    },
    files: [declarations],
  };
}
