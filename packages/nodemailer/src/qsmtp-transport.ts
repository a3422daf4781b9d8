import { openModule, type QsmtpModule, systemClock } from "@qsmtp/client";
import type { Transport } from "@qsmtp/transport";
import { holdOpenModule, holdOwnModule, type ModuleHolder } from "./module-holder.ts";
import { ModuleTransport } from "./module-transport.ts";
import {
  fetchLimitsOf,
  moduleOptionsOf,
  type OwnModuleOptions,
  type QsmtpTransportOptions,
  takeOptions,
} from "./options.ts";
import { ownSignal } from "./own-signal.ts";
import type { QsmtpTransport } from "./transport-face.ts";

/**
 * Makes a transport for nodemailer that sends through a module:
 * `nodemailer.createTransport(qsmtpTransport({ port: "/dev/ttyUSB2", smtp: { ... } }))`.
 *
 * The module is opened when the first mail comes, or `verify` is called, and closed by
 * `transporter.close()`. What nodemailer composes and the module cannot carry is refused by name,
 * `MESSAGE_REFUSED`, unless the option `drop` says to leave it out; `docs/nodemailer.md` has the table.
 *
 * @throws InvalidOptionError `INVALID_OPTION` for options of the transport that cannot work. Those of
 * the module are judged when it is opened, and fail the mail.
 */
export function qsmtpTransport(options: QsmtpTransportOptions): QsmtpTransport {
  const taken = takeOptions(options);
  const { drop = [], html, allowHref = false, send = {} } = taken;
  const { disableFileAccess = false, disableUrlAccess = false } = taken;
  const clock = "clock" in taken ? (taken.clock ?? systemClock) : systemClock;
  return new ModuleTransport({
    holder: holderOf(taken),
    policy: {
      drop: new Set(drop.map((name) => name.toLowerCase())),
      html,
      allowsUrls: allowHref !== false,
      disableFileAccess,
      disableUrlAccess,
    },
    limits: { ...fetchLimitsOf(taken), clock },
    send,
  });
}

function holderOf(options: QsmtpTransportOptions): ModuleHolder {
  const { module } = options;
  if (module !== undefined) return holdOpenModule(module);
  return holdOwnModule((signal) => openOwn(options, signal));
}

async function openOwn(options: OwnModuleOptions, closing: AbortSignal): Promise<QsmtpModule> {
  const others = moduleOptionsOf(options);
  const given = ownSignal(others.signal);
  // What is no signal is refused where the options of the module are judged.
  const signal = given === undefined ? (others.signal ?? closing) : undefined;
  try {
    return await openModule(await routeOf(options), {
      ...others,
      signal: signal ?? AbortSignal.any([closing, ...(given ? [given.signal] : [])]),
    });
  } finally {
    given?.release();
  }
}

/** A program that has its own transport needs no serial port. */
async function routeOf({ transport, port = "" }: OwnModuleOptions): Promise<Transport> {
  if (transport !== undefined) return transport;
  const { serialTransport } = await import("@qsmtp/transport/serial");
  return serialTransport({ path: port });
}
