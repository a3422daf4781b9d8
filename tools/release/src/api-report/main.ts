import path from "node:path";
import { run } from "./run.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
process.exitCode = await run(process.argv.slice(2), root, console);
