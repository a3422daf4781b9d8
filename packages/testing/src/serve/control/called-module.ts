import type { HostedModule, Prepared } from "../hosting/hosted-module.ts";
import type { ControlCall } from "./operation.ts";
import { ControlError } from "./problem.ts";

/** The module that a call names, be it ended or not. @throws ControlError `NOT_FOUND` */
export function namedModule({ server, path }: ControlCall<unknown>): HostedModule {
  const hosted = server.host.get(path.module ?? "");
  if (hosted !== undefined) return hosted;
  const there = server.host.list().map(({ id }) => id);
  const names = there.length === 0 ? "there is none yet" : `there are ${there.join(", ")}`;
  throw new ControlError("NOT_FOUND", `there is no module ${path.module}; ${names}`);
}

/** The module that a call wants to change. @throws ControlError `NOT_FOUND`, `MODULE_ENDED` */
export function livingModule(call: ControlCall<unknown>): HostedModule {
  const hosted = namedModule(call);
  if (!hosted.isEnded) return hosted;
  throw new ControlError(
    "MODULE_ENDED",
    `the module ${hosted.id} has ended with its connection; make one with POST /modules, or serve with --shared`,
  );
}

/** Takes back what a call names. @throws ControlError `NOT_FOUND` */
export function takeBack(what: string, kept: Map<string, Prepared<unknown>>, id = ""): void {
  const prepared = kept.get(id);
  if (prepared === undefined) throw new ControlError("NOT_FOUND", `there is no ${what} ${id}`);
  prepared.takeBack();
  kept.delete(id);
}
