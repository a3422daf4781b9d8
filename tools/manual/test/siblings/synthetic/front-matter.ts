import type { DocumentSection } from "./document.ts";
import type { Plan } from "./plan.ts";
import { codes, lines, pageWidth, type Zone } from "./zones.ts";

/** What stands in front of the first chapter: title, history, contents. */
export function frontMatter(plan: Plan, sections: readonly DocumentSection[]): Zone[] {
  if (!plan.hasContents) return [];
  const title = [plan.product, "AT Commands Manual", "Acme Device Series"];
  return [
    lines([
      ...title,
      `Rev. ${plan.product.replaceAll(" ", "_")}_AT_Commands_Manual_V1.2`,
      "Date: 2031-02-03",
    ]),
    lines(["The devices are made for dry rooms. Nothing here may be taken as a promise."], 3),
    lines(["About the Document", "History"], 3),
    codes(
      [
        ["Revision", "Description"],
        ["1.0", "Initial"],
      ],
      30,
    ),
    lines(["Contents"], 3),
    ...sections.flatMap((section, index) => entry(section, index, plan)),
    lines(["Table Index"], 3),
    lines([
      dots("TABLE 1: SUMMARY OF ERROR CODES", 20),
      dots("TABLE 2: TERMS AND ABBREVIATIONS", 22),
    ]),
  ];
}

/** A chapter has its number apart; deeper numbers stand above their titles or on their line. */
function entry({ number, title }: DocumentSection, index: number, plan: Plan): Zone[] {
  const page = 4 + index;
  if (!number.includes(".")) return [lines([number]), lines([dots(title, page)])];
  const isApart = plan.style === "bg-file" || plan.style === "gsm";
  return [
    lines(isApart ? [`${number}.`, dots(title, page)] : [dots(`${number}. ${title}`, page)], 0),
  ];
}

function dots(text: string, page: number): string {
  const count = Math.max(5, pageWidth - text.length - 5);
  return `${text} ${".".repeat(count)} ${page}`;
}
