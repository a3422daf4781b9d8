import path from "node:path";
import { createInterface } from "node:readline/promises";
import { run } from "./run.ts";

const ask = async (question: string): Promise<string> => {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await prompt.question(question);
  } finally {
    prompt.close();
  }
};

process.exitCode = await run(process.argv.slice(2), {
  root: path.resolve(import.meta.dirname, "../../.."),
  cwd: process.env.INIT_CWD ?? process.cwd(),
  log: console.log,
  error: console.error,
  ask: process.stdin.isTTY ? ask : undefined,
});
