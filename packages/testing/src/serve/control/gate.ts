import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isLoopback } from "../loopback.ts";
import { ControlError } from "./problem.ts";

/** Who may call. */
export interface Gate {
  readonly token: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Lets nobody in but who knows the token, and no web page at all: neither one of another origin, nor
 * one whose name was made to mean this computer (DNS rebinding).
 *
 * @throws ControlError `FORBIDDEN`, `UNAUTHORIZED`
 */
export function admit({ headers }: IncomingMessage, { token, host, port }: Gate): void {
  if (headers.origin !== undefined || (headers["sec-fetch-site"] ?? "none") !== "none") {
    throw new ControlError("FORBIDDEN", "web pages may not call this; leave the header Origin out");
  }
  if (isLoopback(host) && !isOwnName(headers.host, host, port)) {
    const name = host.includes(":") ? `[${host}]` : host;
    throw new ControlError(
      "FORBIDDEN",
      `the header Host must be ${name}:${port} or localhost:${port}`,
    );
  }
  const given = /^Bearer ([^\s]+)$/i.exec(headers.authorization ?? "")?.[1];
  if (given === undefined || !isSame(given, token)) {
    throw new ControlError(
      "UNAUTHORIZED",
      "send the token of the first line as: Authorization: Bearer TOKEN",
    );
  }
}

function isOwnName(given: string | undefined, host: string, port: number): boolean {
  const names = [host, "localhost", "127.0.0.1", "[::1]", `[${host}]`];
  return names.some((name) => given?.toLowerCase() === `${name.toLowerCase()}:${port}`);
}

/** In a time that tells nothing of the token. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
