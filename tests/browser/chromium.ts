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
  "--remote-debugging-port=0",
];

/**
 * Lets a fresh Chromium load a page that runs `script`, and gives what the page posts to `/report`.
 * Rejects with the first error of the page: a file that it cannot load, or what nobody caught. Rejects
 * with what the browser printed when it ends before.
 */
export async function runInChromium(script: string, files: readonly PageFile[]): Promise<unknown> {
  const profile = await mkdtemp(path.join(tmpdir(), "qsmtp-browser-"));
  let listener: PageListener = { tell: () => {}, fail: () => {} };
  const told = new Promise<unknown>((resolve, reject) => {
    listener = { tell: resolve, fail: (reason) => reject(new Error(`The page failed: ${reason}`)) };
  });
  // The page may fail while the browser is still being started.
  told.catch(() => {});
  const server = servePage(script, files, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const args = [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`];
  const browser = spawn(chromium, args, { stdio: ["ignore", "ignore", "pipe"] });
  try {
    return await Promise.race([told, endOf(browser)]);
  } finally {
    await stop(browser);
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Is told what becomes of a page. */
interface PageListener {
  tell(report: unknown): void;
  fail(reason: string): void;
}

/** Runs before all else in the page. What cannot be loaded is told to its element alone: hence the capture. */
const watch = `
  const fail = (reason) => fetch("/failure", { method: "POST", body: reason });
  addEventListener("error", ({ message, filename, lineno, target }) => {
    fail(message ? message + " (" + filename + ":" + lineno + ")" : "cannot load the script, or one that it imports: " + (target.src || target.textContent));
  }, true);
  addEventListener("unhandledrejection", ({ reason }) => fail(String(reason?.stack ?? reason)));
`;

function servePage(script: string, files: readonly PageFile[], listener: PageListener): Server {
  return createServer((request, response) => {
    const name = path.basename(request.url ?? "/");
    const file = files.find((one) => one.name === name);
    if (request.method === "POST") {
      const chunks: Uint8Array[] = [];
      request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      request.on("end", () => {
        response.end();
        const text = Buffer.concat(chunks).toString("utf8");
        if (name === "failure") listener.fail(text);
        else listener.tell(JSON.parse(text));
      });
    } else if (file !== undefined) {
      response.setHeader("content-type", "text/javascript; charset=utf-8");
      response.end(file.contents);
    } else if (request.url === "/") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      const scripts = `<script>${watch}</script><script type="module">${script}</script>`;
      response.end(`<!doctype html><title>qsmtp</title>${scripts}`);
    } else {
      response.statusCode = 404;
      response.end();
      // Browsers ask for an icon by themselves.
      if (name !== "favicon.ico") listener.fail(`there is no ${request.url}`);
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
