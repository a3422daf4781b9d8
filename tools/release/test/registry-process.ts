import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { runServer } from "verdaccio";

/**
 * A registry in a process of its own: `registry-process.ts <folder> <url>` keeps our packages in the
 * folder, gets all others from the URL, and prints the port that it listens on.
 */
const [folder = "", url = ""] = process.argv.slice(2);
const config = {
  self_path: folder,
  configPath: path.join(folder, "config.yaml"),
  storage: path.join(folder, "storage"),
  auth: { htpasswd: { file: path.join(folder, "htpasswd") } },
  uplinks: { configured: { url } },
  packages: {
    "@qsmtp/*": { access: "$all", publish: "$authenticated" },
    "**": { access: "$all", proxy: "configured" },
  },
  log: { type: "stdout", format: "pretty", level: "fatal" },
  web: { enable: false },
};
// A client that hangs up in the middle of an answer, as npm does when it asks for a file again, makes
// this server set headers behind its answer. That answer is lost and asked for anew; the server goes on.
process.on("uncaughtException", (error: NodeJS.ErrnoException) => {
  if (error.code !== "ERR_HTTP_HEADERS_SENT") throw error;
});

const server = (await runServer(config as unknown as Parameters<typeof runServer>[0])) as Server;
server.listen(0, "127.0.0.1", () => {
  console.log(`port ${(server.address() as AddressInfo).port}`);
});
