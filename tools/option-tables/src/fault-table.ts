import path from "node:path";
import { Node, Project, type TypeNode } from "ts-morph";
import { StatementError } from "./kind.ts";

/** Where the faults are stated, and the page that lists them. */
export const faultPage = "packages/testing/README.md";
const folder = "packages/testing";
const file = "src/faults/fault.ts";
const union = "ModuleFault";

const begin = "<!-- faults: written by `pnpm options` from src/faults -->";
const end = "<!-- /faults -->";

/** Keys that every fault has: they are explained in front of the table. */
const usual = new Set(["do", "on", "nth", "times", "probability"]);

/** The page with the list of faults as their interfaces have it. */
export function withFaultTable(root: string, page: string): string {
  const [before, ...rest] = page.split(begin);
  const after = rest[0]?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new StatementError(`${faultPage} has no place for the faults`);
  }
  return `${before}${begin}\n\n${faultTable(root)}\n${end}${after}`;
}

function faultTable(root: string): string {
  const project = new Project({
    tsConfigFilePath: path.join(root, folder, "tsconfig.json"),
    skipAddingFilesFromTsConfig: true,
  });
  const source = project.addSourceFileAtPath(path.join(root, folder, file));
  const node = source.getTypeAliasOrThrow(union).getTypeNodeOrThrow();
  if (!Node.isUnionTypeNode(node)) throw new StatementError(`${union} is no union`);
  const rows = node.getTypeNodes().map((member) => {
    const { name, keys, about } = describe(member);
    return `| \`${name}\` | ${keys.map((key) => `\`${key}\``).join(", ")} | ${about} |`;
  });
  return `| \`do\` | Further keys | What happens |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}

interface FaultRow {
  readonly name: string;
  readonly keys: readonly string[];
  readonly about: string;
}

function describe(member: TypeNode): FaultRow {
  const type = member.getType();
  const variants = type.isUnion() ? type.getUnionTypes() : [type];
  const properties = variants.flatMap((variant) => variant.getProperties());
  const [word] = variants.map((variant) => {
    return variant.getPropertyOrThrow("do").getTypeAtLocation(member).getLiteralValue();
  });
  const keys = properties.filter((one) => {
    return !usual.has(one.getName()) && !one.getTypeAtLocation(member).isUndefined();
  });
  const required = (name: string): boolean => {
    return variants.every((variant) => variant.getProperty(name)?.isOptional() === false);
  };
  const names = [...new Set(keys.map((key) => key.getName()))];
  return {
    name: String(word),
    keys: names.map((name) => (required(name) ? name : `${name}?`)).sort(byNeed),
    about: aboutOf(member),
  };
}

/** What must be given stands first, the others by their names. */
function byNeed(one: string, other: string): number {
  return Number(one.endsWith("?")) - Number(other.endsWith("?")) || (one < other ? -1 : 1);
}

function aboutOf(member: TypeNode): string {
  const symbol = Node.isTypeReference(member) ? member.getTypeName().getSymbol() : undefined;
  const declarations = (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
  const docs = declarations.flatMap((declaration) => {
    return Node.isJSDocable(declaration) ? declaration.getJsDocs() : [];
  });
  const text = docs.map((doc) => doc.getDescription().trim()).join(" ");
  if (text === "") throw new StatementError(`${member.getText()} says nothing of itself`);
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
}
