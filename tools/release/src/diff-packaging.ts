import { createFinding, type Finding } from "@qsmtp/schema-diff";
import { type Manifest, publishedExports } from "./manifest.ts";
import { type PackagingRuleId, ruleOf } from "./release-rules.ts";

/** What a manifest says of one thing, before and now. */
type Tell = (
  rule: PackagingRuleId,
  path: string,
  subject: string,
  was: unknown,
  now: unknown,
) => void;

/** Compares what two states of a package.json promise to those who install the package. */
export function diffPackaging(before: Manifest, after: Manifest): Finding[] {
  const findings: Finding[] = [];
  const tell: Tell = (rule, path, subject, was, now) => {
    const kind = was === undefined ? "added" : now === undefined ? "removed" : "changed";
    const details = { kind, command: after.name, path, subject, was, now } as const;
    findings.push(createFinding(ruleOf(rule), { encode: false, decode: false }, details));
  };
  diffEntries(tell, before, after);
  diffEngines(tell, before, after);
  diffPeers(tell, before, after);
  diffBins(tell, before, after);
  diffDependencies(tell, before, after);
  diffRest(tell, before, after);
  return findings;
}

function diffEntries(tell: Tell, before: Manifest, after: Manifest): void {
  const old = publishedExports(before);
  const young = publishedExports(after);
  for (const entry of keys(old, young)) {
    const [was, now] = [old[entry], young[entry]];
    const place = [`exports/${entry}`, entryName(after.name, entry)] as const;
    if (was === undefined) tell("entry-added", ...place, undefined, entry);
    else if (now === undefined) tell("entry-removed", ...place, entry, undefined);
    else {
      const [ways, waysNow] = [conditions(was), conditions(now)];
      for (const way of waysNow.filter((item) => !ways.includes(item)))
        tell("entry-condition-added", `${place[0]}/${way}`, place[1], undefined, way);
      for (const way of ways.filter((item) => !waysNow.includes(item)))
        tell("entry-condition-removed", `${place[0]}/${way}`, place[1], way, undefined);
    }
  }
}

function conditions(target: string | Readonly<Record<string, string>>): string[] {
  return typeof target === "string" ? ["default"] : Object.keys(target);
}

function entryName(name: string, entry: string): string {
  return `\`${entry === "." ? name : `${name}${entry.slice(1)}`}\``;
}

function diffEngines(tell: Tell, before: Manifest, after: Manifest): void {
  const [old, young] = [before.engines ?? {}, after.engines ?? {}];
  for (const engine of keys(old, young)) {
    const [was, now] = [old[engine], young[engine]];
    if (was === now) continue;
    const difference = compareMinimums(was, now);
    const rule =
      difference === undefined
        ? "engine-changed"
        : difference < 0
          ? "engine-raised"
          : "engine-lowered";
    tell(rule, `engines/${engine}`, engine, was ?? "any", now ?? "any");
  }
}

/** Negative when the minimum rises; nothing when a range is of another form than `>=1.2.3`. */
function compareMinimums(was: string | undefined, now: string | undefined): number | undefined {
  const [old, young] = [minimum(was), minimum(now)];
  if (old === undefined || young === undefined) return undefined;
  for (const part of [0, 1, 2]) {
    const difference = (old[part] ?? 0) - (young[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return undefined;
}

function minimum(range: string | undefined): number[] | undefined {
  if (range === undefined) return [0];
  const match = /^>=\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(range);
  return match?.slice(1).map((part) => Number(part ?? 0));
}

function diffPeers(tell: Tell, before: Manifest, after: Manifest): void {
  const [old, young] = [before.peerDependencies ?? {}, after.peerDependencies ?? {}];
  const isOptional = (manifest: Manifest, name: string): boolean =>
    manifest.peerDependenciesMeta?.[name]?.optional ?? false;
  for (const peer of keys(old, young)) {
    const [was, now] = [old[peer], young[peer]];
    const place = [`peerDependencies/${peer}`, `\`${peer}\``] as const;
    const [wasOptional, optional] = [isOptional(before, peer), isOptional(after, peer)];
    if (was === undefined) {
      tell(optional ? "peer-optional-added" : "peer-added", ...place, undefined, now);
      continue;
    }
    if (now === undefined) {
      tell("peer-removed", ...place, was, undefined);
      continue;
    }
    if (was !== now) tell("peer-range-changed", ...place, was, now);
    if (wasOptional !== optional) {
      const rule = optional ? "peer-became-optional" : "peer-became-required";
      const words = (flag: boolean) => (flag ? "optional" : "required");
      tell(rule, ...place, words(wasOptional), words(optional));
    }
  }
}

function diffBins(tell: Tell, before: Manifest, after: Manifest): void {
  const [old, young] = [bins(before), bins(after)];
  for (const name of young.filter((bin) => !old.includes(bin)))
    tell("bin-added", `bin/${name}`, `\`${name}\``, undefined, name);
  for (const name of old.filter((bin) => !young.includes(bin)))
    tell("bin-removed", `bin/${name}`, `\`${name}\``, name, undefined);
}

function bins({ name, bin }: Manifest): string[] {
  if (bin === undefined) return [];
  return typeof bin === "string" ? [name.replace(/^@[^/]+\//, "")] : Object.keys(bin).sort();
}

/** Dependencies on other packages of ours follow by themselves when they are released. */
function diffDependencies(tell: Tell, before: Manifest, after: Manifest): void {
  const [old, young] = [before.dependencies ?? {}, after.dependencies ?? {}];
  for (const name of keys(old, young)) {
    const [was, now] = [old[name], young[name]];
    if (was === now || now?.startsWith("workspace:") || was?.startsWith("workspace:")) continue;
    tell("dependency-changed", `dependencies/${name}`, `\`${name}\``, was, now);
  }
}

function diffRest(tell: Tell, before: Manifest, after: Manifest): void {
  const type = before.type ?? "commonjs";
  const newType = after.type ?? "commonjs";
  if (type !== newType) tell("module-type-changed", "type", "the package", type, newType);
  const [files, newFiles] = [before.files ?? [], after.files ?? []];
  if ([...files].sort().join() !== [...newFiles].sort().join())
    tell("files-changed", "files", "the package", [...files], [...newFiles]);
  const [effects, newEffects] = [before.sideEffects ?? true, after.sideEffects ?? true];
  if (JSON.stringify(effects) !== JSON.stringify(newEffects))
    tell("side-effects-changed", "sideEffects", "the package", effects, newEffects);
}

function keys(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}
