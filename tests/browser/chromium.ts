import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PageFile } from "./bundle.ts";

const chromium = "/usr/bin/chromium";
const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"],
];

/**
 * Lets a fresh Chromium load a page that runs `script`, and gives what the page posts to `/report`.
 * Rejects with what the browser printed when it ends before.
 */
export async function runInChromium(script: string, files: readonly PageFile[]): Promise<unknown> {
  const profile = await mkdtemp(path.join(tmpdir(), "qsmtp-browser-"));
  let tell: (report: unknown) => void = () => {};
  const told = new Promise<unknown>((resolve) => {
    tell = resolve;
  });
  const server = servePage(script, files, (report) => tell(report));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const args = [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`];
  const browser = spawn(
    chromium,
    [...args.slice(0, -1), "--remote-debugging-port=0", ...args.slice(-1)],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  try {
    return await Promise.race([told, endOf(browser)]);
  } finally {
    await stop(browser);
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

function servePage(
  script: string,
  files: readonly PageFile[],
  tell: (report: unknown) => void,
): Server {
  return createServer((request, response) => {
    const name = path.basename(request.url ?? "/");
    const file = files.find((one) => one.name === name);
    if (request.method === "POST") {
      const chunks: Uint8Array[] = [];
      request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      request.on("end", () => {
        response.end();
        tell(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      });
    } else if (file !== undefined) {
      response.setHeader("content-type", "text/javascript; charset=utf-8");
      response.end(file.contents);
    } else {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(`<!doctype html><title>qsmtp</title><script type="module">${script}</script>`);
    }
  });
}

async function endOf(browser: ChildProcess): Promise<never> {
  let printed = "";
  browser.stderr?.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const [code, signal] = (await once(browser, "exit")) as [number | null, string | null];
  throw new Error(
    `Chromium ended (${code ?? signal}) before the page had told anything:\n${printed}`,
  );
}

async function stop(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.signalCode !== null) return;
  const exited = once(browser, "exit");
  browser.kill("SIGKILL");
  await exited.catch(() => undefined);
}
