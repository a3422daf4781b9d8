import { expect, it } from "vitest";
import { loadOptionalDependency } from "./optional-dependency.ts";

it("tells which package to install when it is missing", async () => {
  const name = "no-such-package";
  const loading = loadOptionalDependency(name, () => import(name));
  await expect(loading).rejects.toMatchObject({
    code: "MISSING_DEPENDENCY",
    message: expect.stringContaining("npm install no-such-package"),
    cause: expect.any(Error),
  });
});
