import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { runServer } from "verdaccio";

const execute = promisify(execFile);

/** A registry on this machine, on a port of its own. */
export interface Registry {
  readonly url: string;
  /** Contents of an .npmrc with which packages are published to it and installed from it. */
  readonly npmrc: string;
  close(): Promise<void>;
}

/**
 * Starts a registry that keeps our packages in `folder`. All others come from the registry that
 * npm is configured for on this machine; ours never do.
 */
export async function startRegistry(folder: string): Promise<Registry> {
  await mkdir(folder, { recursive: true });
  const { stdout } = await execute("npm", ["config", "get", "registry"]);
  const server = (await runServer({
    self_path: folder,
    configPath: path.join(folder, "config.yaml"),
    storage: path.join(folder, "storage"),
    uplinks: { configured: { url: stdout.trim() } },
    packages: {
      "@qsmtp/*": { access: "$all", publish: "$all" },
      "**": { access: "$all", proxy: "configured" },
    },
    log: { type: "stdout", format: "pretty", level: "fatal" },
    web: { enable: false },
  } as unknown as Parameters<typeof runServer>[0])) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/`,
    // npm publishes with a token only; this registry takes any.
    npmrc: `registry=http://${host}/\n//${host}/:_authToken=none\n`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
