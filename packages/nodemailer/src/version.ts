import { readFileSync } from "node:fs";

/** The version of this package, for nodemailer's log. A bundle does not have it. */
export function ownVersion(): string {
  try {
    const file = new URL("../package.json", import.meta.url);
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version: string };
    return version;
  } catch {
    return "bundled";
  }
}
