import type { ServedEvent, ServedMail } from "@qsmtp/testing/serve";

const reasons: Readonly<Record<string, string>> = {
  closed: "it was closed",
  "not-at-commands": "it spoke HTTP or TLS, as a browser does",
  "not-read": "it does not read what the module answers",
  silent: "another one needed its place, and it was silent",
  busy: "another connection has the module",
  "too-many": "there are as many connections as there may be",
  "module-ended": "the module has ended",
  unplugged: "it was unplugged",
};

/** An event as a line for people; `undefined` for one that is for programs. */
export function servedEventText(event: ServedEvent): string | undefined {
  const text = textOf(event);
  if (text === undefined) return undefined;
  return event.connection === null ? text : `#${event.connection} ${text}`;
}

function textOf(event: ServedEvent): string | undefined {
  switch (event.type) {
    case "connected":
      return `connected by ${event.via}${event.peer === null ? "" : ` from ${event.peer}`}`;
    case "disconnected":
      return `disconnected: ${reasons[event.reason]}`;
    case "refused":
      return `a connection was refused: ${reasons[event.reason]}`;
    case "mail":
      return mailText(event);
    case "fault":
      return `fault ${event.fault}${event.command === undefined ? "" : ` on ${event.command}`}`;
    case "unhandled":
      return `nothing handles ${event.line}`;
    case "reset":
      return `module ${event.module} is made anew`;
    case "state":
      return stateText(event);
    default:
      return undefined;
  }
}

function stateText(event: ServedEvent & { readonly type: "state" }): string | undefined {
  switch (event.what) {
    case "power":
      return event.isOn ? "the module is on" : "the module is off";
    case "restart":
      return "the module restarts";
    case "sim":
      return `SIM: ${event.sim}`;
    case "context":
      return `context ${event.contextId}: ${event.context}`;
    default:
      return undefined;
  }
}

function mailText(mail: ServedMail): string {
  const { error, from, to, cc, bcc, subject, attachments, reason } = mail;
  const fate = error === 0 ? "mail" : `mail refused with ${error}`;
  const files = attachments.map(({ name, bytes }) => `${name} (${bytes} bytes)`);
  const parts = [
    `${fate} from ${from.address} to ${[...to, ...cc, ...bcc].join(", ")}`,
    JSON.stringify(subject),
    ...files,
    ...(reason === undefined ? [] : [reason]),
  ];
  return parts.join("; ");
}
