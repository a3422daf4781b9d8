import { writeFile } from "node:fs/promises";
import path from "node:path";
import { coveragePage } from "./coverage-page.ts";

const page = "../../../docs/reference/simulated-commands.md";
await writeFile(path.join(import.meta.dirname, page), coveragePage());
