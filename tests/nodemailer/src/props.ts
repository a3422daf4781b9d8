import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Props } from "./example.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const files: Readonly<Record<string, Uint8Array>> = {
  "notes.txt": text("Notes\n"),
  "message.html": text("<h1>Message</h1>\n<p>Body</p>\n"),
  "invite.ics": text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
  "message.eml": text("From: a@example.com\r\nSubject: x\r\n\r\nHello!\r\n"),
  "image.png": Uint8Array.from({ length: 2000 }, (_, at) => (at * 31) % 256),
  "report.pdf": Uint8Array.from({ length: 5000 }, (_, at) => (at * 7 + 1) % 256),
};

/** The files that examples attach, on the disk and on a web server of this computer. */
export async function makeProps(): Promise<Props & { remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "qsmtp-nodemailer-"));
  for (const [name, bytes] of Object.entries(files))
    await writeFile(path.join(folder, name), bytes);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/endless") return;
    if (pathname === "/secret.pdf" && request.headers.authorization !== "Bearer token123") {
      response.writeHead(401).end();
      return;
    }
    const name = pathname === "/secret.pdf" ? "report.pdf" : pathname.slice(1);
    if (!Object.hasOwn(files, name)) {
      response.writeHead(404).end();
      return;
    }
    response.end(await readFile(path.join(folder, name)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    folder,
    web: `http://127.0.0.1:${port}`,
    bytesOf: (name) => files[name] ?? text(""),
    remove: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
