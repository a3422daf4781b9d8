import { loadSchema } from "@qsmtp/codegen/load";
import { buildModel } from "@qsmtp/codegen/model";
import { diffSchemas, type Finding } from "@qsmtp/schema-diff";

/** Something that an earlier edition said and on which a program may rest, and that holds no more. */
export interface BrokenPromise {
  /** `smtp-manual read-1: +QSMTPATT/params/index/ranges`: names it in {@link acknowledged}. */
  readonly id: string;
  readonly message: string;
}

/** What the schema of today takes from a program that was written for an earlier edition. */
export async function brokenPromises(schemaRoot: string): Promise<BrokenPromise[]> {
  const today = buildModel(await loadSchema(schemaRoot));
  return today.earlier.flatMap(({ manual, edition, model }) => {
    const name = `${manual} ${edition}`;
    const findings = diffSchemas({ name, model }, { name: "today", model: today });
    return findings.filter(isBreaking).map(({ command, path, message, rule }) => ({
      id: `${name}: ${command}/${path}`,
      message: `${command}/${path}: ${message} (${rule})`,
    }));
  });
}

function isBreaking({ bump }: Finding): boolean {
  return bump === "major" || bump === "undecidable";
}
