import { isLoopback } from "./loopback.ts";
import { ServeError } from "./serve-error.ts";

/** Where something listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** @throws ServeError `NOT_LOOPBACK` */
export function refuseRemote(host: string, allowRemote: boolean | undefined): void {
  if (allowRemote || isLoopback(host)) return;
  const problem = `${host} would let other computers use the module; allowRemote allows that`;
  throw new ServeError("NOT_LOOPBACK", problem);
}

/** Opens what listens there. @throws ServeError `CANNOT_LISTEN` */
export async function listening<Opened>(
  { host, port }: Place,
  open: () => Promise<Opened>,
): Promise<Opened> {
  return await open().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const place = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    throw new ServeError("CANNOT_LISTEN", `cannot listen on ${place} (${reason})`, { cause });
  });
}
