import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { admit, type Gate } from "./gate.ts";
import { describeOperations } from "./openapi.ts";
import type { ControlledServer, ControlOperation } from "./operation.ts";
import { controlOperations } from "./operations.ts";
import { ControlError } from "./problem.ts";
import { runOperation } from "./run-operation.ts";

/** A control port that listens. */
export interface ControlPort {
  readonly url: string;
  close(): Promise<void>;
}

/** Where and for whom it listens. */
export interface ControlPortOptions {
  readonly host: string;
  readonly port: number;
  readonly token: string;
}

/** The largest file of a module in base64, and some. */
const maxBodyBytes = 4_194_304;
const maxConnections = 128;
/** A call must have come whole by then. */
const requestTimeoutMs = 30_000;
/** What waits for a reader of the stream of events that does not read. */
const maxStreamBytes = 16_777_216;

/** Rejects with Node's own error when the port cannot be listened on. */
export async function openControlPort(
  controlled: ControlledServer,
  { host, port, token }: ControlPortOptions,
): Promise<ControlPort> {
  const server = createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs, keepAliveTimeout: 5000 },
    (request, response) => void answer(request, response),
  );
  server.maxConnections = maxConnections;
  server.listen(port, host);
  await once(server, "listening");
  const gate: Gate = { token, host, port: (server.address() as AddressInfo).port };
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${gate.port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const left = new AbortController();
    response.once("close", () => left.abort());
    try {
      admit(request, gate);
      const { operation, path, query } = find(request);
      const given = { server: controlled, path, query, body: await bodyOf(request) };
      const result = await runOperation(operation, { ...given, signal: left.signal });
      if (operation.answer === "stream") stream(response, controlled, Number(query.after ?? 0));
      else if (operation.answer === "nothing") send(response, 204, undefined);
      else if (operation.answer === "description") {
        send(response, 200, describeOperations(controlOperations, url));
      } else {
        send(response, statusOf(operation), result);
      }
    } catch (error) {
      const known =
        error instanceof ControlError ? error : new ControlError("INTERNAL", String(error));
      // What of the body has not come yet is not waited for.
      if (known.code === "BODY_TOO_LARGE") response.setHeader("Connection", "close");
      send(response, known.details.status, known.details, "application/problem+json");
    }
  }

  return {
    url,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function statusOf({ answer }: ControlOperation): number {
  return typeof answer === "object" ? (answer.status ?? 200) : 200;
}

interface FoundOperation {
  readonly operation: ControlOperation;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

function find({ method = "GET", url = "/" }: IncomingMessage): FoundOperation {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const parts = pathname.split("/").map(decoded);
  const there = controlOperations.flatMap((operation) => {
    const path = match(operation.path.split("/"), parts);
    return path === undefined ? [] : [{ operation, path }];
  });
  if (there.length === 0) {
    throw new ControlError("NOT_FOUND", `there is no ${pathname}; GET /openapi.json lists all`);
  }
  const found = there.find(({ operation }) => operation.method === method);
  if (found === undefined) {
    const methods = there.map(({ operation }) => operation.method).join(", ");
    throw new ControlError("METHOD_NOT_ALLOWED", `${pathname} takes ${methods}, not ${method}`);
  }
  const query = [...searchParams].map(([key, value]) => [
    key,
    /^\d+$/.test(value) ? Number(value) : value,
  ]);
  return { ...found, query: Object.fromEntries(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ControlError("INVALID_REQUEST", "the address has a % that stands for no character");
  }
}

function match(
  wanted: readonly string[],
  given: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (wanted.length !== given.length) return undefined;
  const names: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name !== undefined && value !== "") names[name] = value;
    else if (part !== value) return undefined;
  }
  return names;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > maxBodyBytes) {
      throw new ControlError("BODY_TOO_LARGE", `a body has at most ${maxBodyBytes} bytes`);
    }
    chunks.push(chunk as Buffer);
  }
  if (length === 0) return undefined;
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new ControlError(
      "INVALID_REQUEST",
      "a body needs the header Content-Type: application/json",
    );
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new ControlError("INVALID_REQUEST", "the body is no JSON");
  }
}

const usualHeaders = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

function send(
  response: ServerResponse,
  status: number,
  value: unknown,
  type = "application/json",
): void {
  if (response.headersSent || response.destroyed) return;
  if (value === undefined) {
    response.writeHead(status, usualHeaders).end();
    return;
  }
  const body = Buffer.from(JSON.stringify(value));
  response
    .writeHead(status, { ...usualHeaders, "Content-Type": type, "Content-Length": body.length })
    .end(body);
}

/** Writes events as they come. A reader that does not read loses the connection, not the server its memory. */
function stream(response: ServerResponse, { host }: ControlledServer, after: number): void {
  response.writeHead(200, { ...usualHeaders, "Content-Type": "application/x-ndjson" });
  response.flushHeaders();
  const write = (event: unknown): void => {
    response.write(`${JSON.stringify(event)}\n`);
    if (response.writableLength > maxStreamBytes) response.destroy();
  };
  for (const event of host.events.after(after)) write(event);
  const stop = host.events.listen(write);
  response.once("close", stop);
}
