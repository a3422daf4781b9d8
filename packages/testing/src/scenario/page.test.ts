import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { scenario as scenarioTable } from "../option-tables.gen.ts";
import { createSimulatedModule } from "../simulated-module.ts";
import { readScenario } from "./read-scenario.ts";

const page = readFileSync(new URL("../../../../docs/scenarios.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

describe("the page about scenarios", () => {
  it("names every key", () => {
    const rows = [...page.matchAll(/^\| (`[^|]*) \|/gm)].map(([, keys = ""]) => keys);
    const named = rows.flatMap((keys) => [...keys.matchAll(/`(\w+)`/g)].map(([, key = ""]) => key));
    const known = Object.keys(scenarioTable.keys).filter((key) => key !== "$schema");
    expect(named.sort()).toEqual(known.sort());
  });

  it("has an example", () => {
    expect(examples).toHaveLength(1);
  });

  it.each(examples)("shows a scenario that a module plays", (text) => {
    const scenario = readScenario(text);
    const module = createSimulatedModule({ scenario });
    expect(module.settings.pdp(1)).toBeDefined();
    expect(module.files.read("UFS:ca.pem")).toBeDefined();
    expect(() => module.verify()).toThrow("the fault drop-urc on QSMTPPUT never happened");
    module.dispose();
  });
});
