import type { JoinedText } from "../reader/joined-text.ts";
import { amount } from "./parameter-facts.ts";

/** A limit that stands in a sentence: how many recipients, how large a body. */
export interface Limit {
  /** What is limited: `recipients`, `email-body-size`. */
  readonly subject: string;
  readonly most: number;
  readonly line: number;
}

const counted = /\bmaximum number of ((?:[a-z]+ )*?[a-z]+) is (\d+)\b/gi;
const measured = /\bmaximum size of (?:the )?((?:[a-z]+ )*?[a-z]+) is (\d+) ?(K?)bytes?\b/gi;

export function limitsIn(passage: JoinedText): Limit[] {
  const found: Limit[] = [];
  for (const match of passage.text.matchAll(counted)) {
    found.push({
      subject: slug(match[1] ?? ""),
      most: Number(match[2]),
      line: passage.lineAt(match.index),
    });
  }
  for (const match of passage.text.matchAll(measured)) {
    found.push({
      subject: `${slug(match[1] ?? "")}-size`,
      most: amount(match[2], match[3]),
      line: passage.lineAt(match.index),
    });
  }
  return found;
}

function slug(words: string): string {
  return words.toLowerCase().replaceAll(" ", "-");
}
