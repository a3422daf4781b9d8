import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * Runs a program to its end.
 * @returns what it printed
 * @throws Error with all that it printed, when it fails
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const settings = { cwd, env: { ...outerEnvironment(), ...env }, maxBuffer: 1 << 26 };
  try {
    const { stdout, stderr } = await execute(program, [...args], settings);
    return stdout + stderr;
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as Record<string, string | undefined>;
    const call = [program, ...args].join(" ");
    throw new Error(`${call} ended with ${code}, and printed:\n${stdout}${stderr}`);
  }
}

/** Without what the test runner and package managers tell the programs that they start. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:npm_(?!config_)|VITEST|JEST_|NODE_ENV$|NODE_OPTIONS$|TEST$|NODE_PATH$|INIT_CWD$)/.test(
        name,
      ),
  );
  return Object.fromEntries(entries);
}
