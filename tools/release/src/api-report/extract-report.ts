import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Extractor, ExtractorConfig, type ExtractorMessage } from "@microsoft/api-extractor";
import type { ApiEntry } from "./api-entries.ts";

/** The declarations of an entry cannot be read. */
export class ApiReportError extends Error {
  override readonly name = "ApiReportError";
  readonly code = "API_UNREADABLE";
}

/**
 * The API report of an entry, written by API Extractor from the built declarations. Types that are
 * mentioned without being exported are in it: they are part of the API as well.
 * @throws ApiReportError when the declarations are missing or do not compile
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
    const errors: string[] = [];
    const messageCallback = (message: ExtractorMessage): void => {
      // Lint remarks have no place in a report: it is there to be compared.
      if (message.category === "Compiler") errors.push(message.text);
      message.logLevel = "none" as typeof message.logLevel;
    };
    Extractor.invoke(config, { localBuild: true, messageCallback });
    if (errors.length > 0)
      throw new ApiReportError(`${entry.name} does not compile:\n  ${errors.join("\n  ")}`);
    return await readFile(path.join(scratch, "report.api.md"), "utf8");
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
