import { SimulationExpectationError } from "../../expectation-error.ts";
import { base64Of, bytesOfBase64 } from "../base64.ts";
import type { ServedEvent } from "../hosting/served-event.ts";
import { waitForEvent } from "../hosting/wait-for-event.ts";
import {
  eventsQuery,
  fileContent,
  fileList,
  fileRequest,
  mailList,
  waitRequest,
} from "../serve-tables.gen.ts";
import { livingModule, namedModule } from "./called-module.ts";
import type {
  EventsQuery,
  FileContent,
  FileList,
  FileRequest,
  MailList,
  WaitRequest,
} from "./messages.ts";
import { type ControlCall, type ControlOperation, operation } from "./operation.ts";
import { ControlError, invalid } from "./problem.ts";

/** What happened, what came of it, and whether it is as a test expects. */
export const recordOperations: readonly ControlOperation[] = [
  operation({
    name: "listMails",
    method: "GET",
    path: "/mails",
    summary: "The mails of all modules, in the order in which they were sent.",
    answer: { name: "MailList", table: mailList },
    run: ({ server }): MailList => {
      const mails = server.host.list().flatMap((hosted) => hosted.mails);
      return { mails: mails.toSorted((one, other) => one.seq - other.seq) };
    },
  }),
  operation({
    name: "listModuleMails",
    method: "GET",
    path: "/modules/{module}/mails",
    summary: "The mails that one module has tried to send.",
    answer: { name: "MailList", table: mailList },
    run: (call): MailList => ({ mails: namedModule(call).mails }),
  }),
  operation({
    name: "listEvents",
    method: "GET",
    path: "/events",
    summary: "What has happened so far, the newest 20,000 events.",
    query: eventsQuery,
    answer: "events",
    run: ({ server, query }) => {
      const { after = 0 } = query as EventsQuery;
      return { events: server.host.events.after(after) };
    },
  }),
  operation({
    name: "streamEvents",
    method: "GET",
    path: "/events/stream",
    summary: "What has happened and what happens from now on, one JSON object a line, without end.",
    query: eventsQuery,
    answer: "stream",
    run: () => undefined,
  }),
  operation({
    name: "listModuleEvents",
    method: "GET",
    path: "/modules/{module}/events",
    summary: "What has happened to one module.",
    query: eventsQuery,
    answer: "events",
    run: (call) => {
      const { after = 0 } = call.query as EventsQuery;
      return { events: call.server.host.events.after(after, namedModule(call).id) };
    },
  }),
  operation<WaitRequest>({
    name: "waitFor",
    method: "POST",
    path: "/modules/{module}/wait",
    summary:
      "Waits for a command or another event of a module, and gives it. NOT_AS_EXPECTED at the time limit.",
    body: { name: "WaitRequest", kind: { options: waitRequest } },
    answer: "event",
    run: (call) => waitFor(call),
  }),
  operation({
    name: "verify",
    method: "POST",
    path: "/modules/{module}/verify",
    summary:
      "Fails with NOT_AS_EXPECTED when a fault has never happened, a handler was never asked or, for a strict module, nothing handled a command.",
    answer: "nothing",
    run: (call) => {
      try {
        namedModule(call).module.verify();
      } catch (error) {
        if (!(error instanceof SimulationExpectationError)) throw error;
        throw new ControlError("NOT_AS_EXPECTED", error.message);
      }
    },
  }),
  operation({
    name: "listFiles",
    method: "GET",
    path: "/modules/{module}/files",
    summary: "The files of a module.",
    answer: { name: "FileList", table: fileList },
    run: (call): FileList => {
      const files = namedModule(call).module.files.list();
      return { files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length })) };
    },
  }),
  operation({
    name: "readFile",
    method: "GET",
    path: "/modules/{module}/files/{file}",
    summary: "One file with its content.",
    answer: { name: "FileContent", table: fileContent },
    run: (call): FileContent => {
      const name = call.path.file ?? "";
      const content = namedModule(call).module.files.read(name);
      if (content === undefined) throw noFile(name);
      return { name, bytes: content.length, content: base64Of(content) };
    },
  }),
  operation<FileRequest>({
    name: "writeFile",
    method: "PUT",
    path: "/modules/{module}/files/{file}",
    summary: "Puts a file on a module, in place of one with its name.",
    body: { name: "FileRequest", kind: { options: fileRequest } },
    answer: "nothing",
    run: (call) => {
      const content = bytesOfBase64(call.body.content);
      if (content === undefined) {
        throw invalid("content", "must be base64");
      }
      try {
        livingModule(call).module.files.write(call.path.file ?? "", content);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ControlError("INVALID_REQUEST", error.message);
      }
    },
  }),
  operation({
    name: "deleteFile",
    method: "DELETE",
    path: "/modules/{module}/files/{file}",
    summary: "Takes a file from a module.",
    answer: "nothing",
    run: (call) => {
      const name = call.path.file ?? "";
      if (!livingModule(call).module.files.delete(name)) throw noFile(name);
    },
  }),
];

function noFile(name: string): ControlError {
  return new ControlError("NOT_FOUND", `the module has no file ${JSON.stringify(name)}`);
}

async function waitFor(call: ControlCall<WaitRequest>): Promise<ServedEvent> {
  const hosted = namedModule(call);
  const { command, event, where, after, nth, timeoutMs = 4000 } = call.body;
  if (command !== undefined && event !== undefined && event !== "command") {
    const message = `is "${event}", and "command" is for events of the type "command"`;
    throw invalid("event", message);
  }
  const wanted = { module: hosted.id, command, type: event, where };
  const found = await waitForEvent(
    call.server.host.events,
    { ...wanted, after: Math.max(after ?? 0, hosted.resetSeq), nth: nth ?? 1, timeoutMs },
    call.signal,
  );
  if (found !== undefined) return found;
  const what = command ?? event ?? "an event";
  const which = nth === undefined || nth === 1 ? "" : ` ${nth} times`;
  throw new ControlError("NOT_AS_EXPECTED", `${what} did not come${which} within ${timeoutMs} ms`, {
    conversation: hosted.module.transcript(),
  });
}
