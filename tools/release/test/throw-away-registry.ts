import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A registry on this machine, on a port of its own. */
export interface Registry {
  readonly url: string;
  /** What npm and pnpm need in their environment to publish to it and to install from it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts a registry that keeps our packages in `folder`. All others come from the registry that
 * npm is configured for on this machine; ours never do.
 */
export async function startRegistry(folder: string): Promise<Registry> {
  await mkdir(folder, { recursive: true });
  const { stdout } = await execute("npm", ["config", "get", "registry"]);
  const script = new URL("./registry-process.ts", import.meta.url);
  const child = spawn(process.execPath, [fileURLToPath(script), folder, stdout.trim()], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const host = `127.0.0.1:${await portOf(child.stdout)}`;
  const npmrc = path.join(folder, "npmrc");
  const token = `//${host}/:_authToken=${await signUp(host)}`;
  await writeFile(npmrc, `registry=http://${host}/\n${token}\n`);
  return {
    url: `http://${host}/`,
    env: {
      npm_config_userconfig: npmrc,
      npm_config_registry: `http://${host}/`,
      npm_config_cache: path.join(folder, "cache"),
    },
    close: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

async function portOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error("the registry ended before it listened");
}

/** npm publishes with a token only. */
async function signUp(host: string): Promise<string> {
  const user = { name: "publisher", password: "throw-away" };
  const response = await fetch(`http://${host}/-/user/org.couchdb.user:${user.name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(user),
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`the registry gave no token (${response.status})`);
  return token;
}
