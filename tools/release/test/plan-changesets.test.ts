import { code, createFinding, type RuleId } from "@qsmtp/schema-diff";
import { describe, expect, it } from "vitest";
import type { ChangelogItem } from "../src/changelog-line.ts";
import { type ChangesetFile, parseChangeset, type Step } from "../src/changeset-file.ts";
import { type PackageChanges, type PlannedFiles, planChangesets } from "../src/plan-changesets.ts";
import { applyWaivers } from "../src/waivers.ts";

const changes: Step = { id: "changes", suffix: "", headline: "Changes." };
const manual: Step = { id: "lamp-manual", suffix: "lamp-manual-1-to-2", headline: "Follows 2." };

function item(rule: RuleId, subject: string, was?: unknown, now?: unknown): ChangelogItem {
  const place = {
    kind: "changed",
    command: "+LAMP",
    path: `params/${subject}`,
    subject: code(subject),
  } as const;
  const finding = createFinding(rule, { encode: true, decode: true }, { ...place, was, now });
  return { finding, label: "AT+LAMP", source: "lamp-manual 2.1" };
}

const wider = item("range-widened", "number", "1-4", "1-9");
const narrower = item("range-narrowed", "level", "0-9", "0-3");
const reworded = item("description-changed", "label", "A", "B");

function changesOf(items: readonly ChangelogItem[], version = "1.2.0"): PackageChanges {
  return { folder: "protocol", name: "@qsmtp/protocol", version, items };
}

/** The files on disk after a plan was carried out. */
function carryOut(plan: PlannedFiles, existing: readonly ChangesetFile[] = []): ChangesetFile[] {
  const kept = existing.filter(({ name }) => !plan.has(name));
  const written = [...plan].flatMap(([name, text]) =>
    text === undefined ? [] : [parseChangeset(name, text)],
  );
  return [...kept, ...written].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function bumps(files: readonly ChangesetFile[]): Record<string, string | undefined> {
  return Object.fromEntries(files.map((file) => [file.name, file.releases.get("@qsmtp/protocol")]));
}

describe("a written changeset", () => {
  it("tells by heading what changed and what to do", () => {
    const plan = planChangesets(changesOf([wider, reworded, narrower]), [], changes);
    const text = plan.get("gen-protocol.md") ?? "";
    expect(text.replaceAll(/[0-9a-f]{12}/g, "x")).toBe(`---
"@qsmtp/protocol": major
# release:prepare, step changes, computed major
# Above "In detail:" the text is yours; what stands below is written anew. Findings told:
#   range-widened x
#   range-narrowed x
---

Changes.

In detail:

**Breaking**

- \`AT+LAMP\`: \`level\` accepts fewer numbers (0-9 → 0-3). Keep the value within the new range. (lamp-manual 2.1)

**Added**

- \`AT+LAMP\`: \`number\` accepts more numbers (1-4 → 1-9). (lamp-manual 2.1)

**Docs**

- \`AT+LAMP\`: \`label\` is described in other words (A → B). (lamp-manual 2.1)
`);
  });

  it("does not depend on what is there already, once written", () => {
    const input = changesOf([wider, narrower]);
    const once = carryOut(planChangesets(input, [], changes));
    const twice = carryOut(planChangesets(input, once, changes), once);
    expect(twice).toEqual(once);
  });

  it.each([
    ["1.2.0", "major"],
    ["0.9.0", "minor"],
    ["0.0.0", "minor"],
  ])("at version %s breaks with a %s", (version, bump) => {
    const plan = planChangesets(changesOf([narrower], version), [], changes);
    expect(bumps(carryOut(plan))).toEqual({ "gen-protocol.md": bump });
  });

  it("adds with a patch below 1.0.0", () => {
    const plan = planChangesets(changesOf([wider], "0.9.0"), [], changes);
    expect(bumps(carryOut(plan))).toEqual({ "gen-protocol.md": "patch" });
  });

  it("is not written when nothing is to be released, and deleted when that is so again", () => {
    expect(carryOut(planChangesets(changesOf([]), [], changes))).toEqual([]);
    const existing = carryOut(planChangesets(changesOf([wider]), [], changes));
    const plan = planChangesets(changesOf([]), existing, changes);
    expect([...plan]).toEqual([["gen-protocol.md", undefined]]);
  });

  it("keeps what a person wrote above the list, and a bump that a person raised", () => {
    const [file] = carryOut(planChangesets(changesOf([wider]), [], changes));
    const edited = (file?.text ?? "")
      .replace("Changes.", "Lamps with nine bulbs.\n\nRead more in the manual.")
      .replace('": minor', '": major');
    const existing = [parseChangeset("gen-protocol.md", edited)];
    const [after] = carryOut(planChangesets(changesOf([wider, reworded]), existing, changes));
    expect(after?.prose).toBe("Lamps with nine bulbs.\n\nRead more in the manual.");
    expect(after?.releases.get("@qsmtp/protocol")).toBe("major");
    expect(after?.text).toContain("`label` is described");
  });

  it("falls with the computed bump when nobody raised it", () => {
    const existing = carryOut(planChangesets(changesOf([wider, narrower]), [], changes));
    const plan = planChangesets(changesOf([wider]), existing, changes);
    expect(bumps(carryOut(plan, existing))).toEqual({ "gen-protocol.md": "minor" });
  });
});

describe("the step of a manual", () => {
  it("has a changeset of its own beside that of other changes", () => {
    const first = carryOut(planChangesets(changesOf([wider]), [], changes));
    const plan = planChangesets(changesOf([wider, narrower]), first, manual);
    const files = carryOut(plan, first);
    expect(bumps(files)).toEqual({
      "gen-protocol-lamp-manual-1-to-2.md": "major",
      "gen-protocol.md": "minor",
    });
    expect(files.map(({ told }) => [...told])).toEqual([
      [narrower.finding.fingerprint],
      [wider.finding.fingerprint],
    ]);
  });

  it.each([
    ["texts alone", [reworded]],
    ["texts and changes of both steps", [reworded, narrower, wider]],
  ])("stays as it is when the other step is told again: %s", (_, all) => {
    const early = carryOut(planChangesets(changesOf(all.slice(0, 2)), [], manual));
    const both = carryOut(planChangesets(changesOf(all), early, changes), early);
    const again = carryOut(planChangesets(changesOf(all), both, manual), both);
    expect(again).toEqual(both);
    expect(both.filter(({ text }) => text.includes("`label` is described")).length).toBe(1);
  });

  it("loses what is no longer so, and its file with the last of it", () => {
    const told = carryOut(planChangesets(changesOf([narrower]), [], manual));
    const files = carryOut(planChangesets(changesOf([wider]), told, changes), told);
    expect(bumps(files)).toEqual({ "gen-protocol.md": "minor" });
  });

  it("is one file when the manual's version changes again before the release", () => {
    const told = carryOut(planChangesets(changesOf([narrower]), [], manual));
    const later = { ...manual, suffix: "lamp-manual-1-to-3" };
    const files = carryOut(planChangesets(changesOf([narrower, wider]), told, later), told);
    expect(bumps(files)).toEqual({ "gen-protocol-lamp-manual-1-to-3.md": "major" });
  });
});

describe("other changesets", () => {
  it("stay as they are: those of people and those of other packages", () => {
    const own = parseChangeset("our-words.md", '---\n"@qsmtp/protocol": minor\n---\n\nA lamp.\n');
    const [other] = carryOut(
      planChangesets(
        { ...changesOf([wider]), folder: "client", name: "@qsmtp/client" },
        [],
        changes,
      ),
    );
    const existing = other === undefined ? [own] : [own, other];
    const plan = planChangesets(changesOf([]), existing, changes);
    expect([...plan.keys()]).toEqual([]);
  });
});

describe("a waiver", () => {
  const waiver = {
    fingerprint: narrower.finding.fingerprint,
    rule: "range-narrowed",
    from: "major",
    to: "patch",
    why: "No module ever took the values.",
  } as const;

  it("lowers the one change it is about, and its reason is told", () => {
    const [lowered, other] = applyWaivers([narrower.finding, wider.finding], [waiver]);
    expect(lowered?.bump).toBe("patch");
    expect(lowered?.note).toContain("No module ever took the values.");
    expect(other).toEqual(wider.finding);
    const items = lowered === undefined ? [] : [{ ...narrower, finding: lowered }];
    const [file] = carryOut(planChangesets(changesOf(items), [], changes));
    expect(file?.text).toContain(
      "**Fixed**\n\n- `AT+LAMP`: `level` accepts fewer numbers (0-9 → 0-3). No module ever took the values.",
    );
  });

  it("does nothing for a change that has changed since", () => {
    const changed = item("range-narrowed", "level", "0-9", "0-2").finding;
    expect(applyWaivers([changed], [waiver])).toEqual([changed]);
  });
});
