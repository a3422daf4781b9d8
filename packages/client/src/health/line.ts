import type { ModuleFiles } from "../files/module-files.ts";
import { type Examiner, failed, notTold } from "./examiner.ts";
import type { Finding } from "./health-report.ts";

/**
 * Whether the line carries every byte as it is: a file with all of them is put into RAM and its sum
 * compared. Who calls this deletes the file.
 */
export async function examineLine(examiner: Examiner, files: ModuleFiles): Promise<Finding> {
  const tried = await examiner.try(() => files.proveLine({ signal: examiner.signal }));
  if ("error" in tried) {
    const isLine = tried.error.code === "LINE_NOT_TRANSPARENT";
    return isLine ? failed(tried.error) : notTold("what arrives of a file", tried.error);
  }
  if (tried.output !== undefined) return { verdict: "unknown", found: tried.output };
  return { verdict: "ok", found: "every byte value arrives as it was sent" };
}
