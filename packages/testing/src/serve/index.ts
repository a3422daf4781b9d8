/**
 * Simulated modules for programs in any language: over TCP, RFC 2217 or a pseudo-terminal, with an
 * event stream and a control port.
 *
 * @packageDocumentation
 */

export type { ControlLineAnswer } from "./control/control-lines.ts";
export type { ControlErrorCode, ProblemDetails, RequestProblem } from "./control/problem.ts";
export type { ServedCarrier, ServedModuleOptions } from "./hosting/hosted-module.ts";
export type {
  ConnectionEvent,
  ConnectionKind,
  EventPlace,
  MailEvent,
  ModuleLifeEvent,
  ModuleOrigin,
  ServedEvent,
  ServedEventBody,
  ServedEventType,
} from "./hosting/served-event.ts";
export type { ServedAttachment, ServedMail, ServedTls } from "./hosting/served-mail.ts";
export { listenPty, type PtyServer, type PtyServerOptions } from "./listen-pty.ts";
export { listenTcp, type TcpServer, type TcpServerOptions } from "./listen-tcp.ts";
export { ServeError, type ServeErrorCode } from "./serve-error.ts";
export {
  type ControlAddress,
  type ListenAddress,
  type ServedModules,
  type ServeOptions,
  serveModules,
} from "./serve-modules.ts";
export type { WireEnd } from "./wire/host-wire.ts";
