import { base64Of } from "../base64.ts";
import type { HostedModule } from "../hosting/hosted-module.ts";
import { optionsWith } from "../hosting/options-with.ts";
import { hiddenSecret } from "../hosting/served-mail.ts";
import {
  createModuleRequest,
  linesRequest,
  moduleInfo,
  moduleList,
  resetRequest,
  settingsInfo,
  transcriptText,
} from "../serve-tables.gen.ts";
import { livingModule, namedModule } from "./called-module.ts";
import type {
  CreateModuleRequest,
  LinesRequest,
  ModuleInfo,
  ModuleList,
  ResetRequest,
  SettingsInfo,
  TranscriptText,
} from "./messages.ts";
import { type ControlledServer, type ControlOperation, operation } from "./operation.ts";

/** The modules themselves: made, looked at, made anew, switched and ended. */
export const moduleOperations: readonly ControlOperation[] = [
  operation({
    name: "listModules",
    method: "GET",
    path: "/modules",
    summary: "All modules, and the newest of those that have ended.",
    answer: { name: "ModuleList", table: moduleList },
    run: ({ server }): ModuleList => {
      return { modules: server.host.list().map((hosted) => infoOf(server, hosted)) };
    },
  }),
  operation<CreateModuleRequest | undefined>({
    name: "createModule",
    method: "POST",
    path: "/modules",
    summary:
      "Makes a module with a TCP port of its own. It lives until it is deleted; one connection at a time has it.",
    body: { name: "CreateModuleRequest", kind: { options: createModuleRequest } },
    bodyIsOptional: true,
    answer: { name: "ModuleInfo", table: moduleInfo, status: 201 },
    run: async ({ server, body }): Promise<ModuleInfo> => {
      const { options, rfc2217 = false } = body ?? {};
      const hosted = server.host.create("control", optionsWith(server.host.defaults, options));
      try {
        await server.openDoor(hosted, rfc2217);
      } catch (error) {
        server.host.forget(hosted);
        throw error;
      }
      return infoOf(server, hosted);
    },
  }),
  operation({
    name: "getModule",
    method: "GET",
    path: "/modules/{module}",
    summary: "One module.",
    answer: { name: "ModuleInfo", table: moduleInfo },
    run: (call): ModuleInfo => infoOf(call.server, namedModule(call)),
  }),
  operation({
    name: "deleteModule",
    method: "DELETE",
    path: "/modules/{module}",
    summary: "Ends a module, closes its port, breaks its connection and forgets it.",
    answer: "nothing",
    run: async (call) => {
      const hosted = namedModule(call);
      await call.server.closeDoor(hosted);
      call.server.host.forget(hosted);
    },
  }),
  operation<ResetRequest | undefined>({
    name: "resetModule",
    method: "POST",
    path: "/modules/{module}/reset",
    summary:
      "Makes a module anew on the connection that it has: nothing of its state, mails, faults and handlers is left.",
    body: { name: "ResetRequest", kind: { options: resetRequest } },
    bodyIsOptional: true,
    answer: "nothing",
    run: (call) => {
      const options = call.body?.options;
      const { defaults } = call.server.host;
      livingModule(call).reset(options && optionsWith(defaults, options));
    },
  }),
  operation<LinesRequest | undefined>({
    name: "restartModule",
    method: "POST",
    path: "/modules/{module}/restart",
    summary: "Restarts a module, or switches it on again; it prints the lines when it is up.",
    body: { name: "LinesRequest", kind: { options: linesRequest } },
    bodyIsOptional: true,
    answer: "nothing",
    run: (call) => livingModule(call).module.restart({ lines: call.body?.lines }),
  }),
  operation<LinesRequest | undefined>({
    name: "powerOff",
    method: "POST",
    path: "/modules/{module}/power-off",
    summary:
      "Switches a module off; it prints the lines as its last ones. A restart brings it back.",
    body: { name: "LinesRequest", kind: { options: linesRequest } },
    bodyIsOptional: true,
    answer: "nothing",
    run: (call) => livingModule(call).module.powerOff({ lines: call.body?.lines }),
  }),
  operation({
    name: "unplug",
    method: "POST",
    path: "/modules/{module}/unplug",
    summary: "Breaks the connection that has the module.",
    answer: "nothing",
    run: (call) => livingModule(call).breakConnection(),
  }),
  operation({
    name: "getSettings",
    method: "GET",
    path: "/modules/{module}/settings",
    summary: "What the module is set to for mails, and the mail that is being written.",
    answer: { name: "SettingsInfo", table: settingsInfo },
    run: (call): SettingsInfo => settingsOf(namedModule(call), call.server.showSecrets),
  }),
  operation({
    name: "getTranscript",
    method: "GET",
    path: "/modules/{module}/transcript",
    summary: "What went over the line, a line each with its time, secrets masked.",
    answer: { name: "TranscriptText", table: transcriptText },
    run: (call): TranscriptText => ({ transcript: namedModule(call).module.transcript() }),
  }),
];

function infoOf(server: ControlledServer, hosted: HostedModule): ModuleInfo {
  const door = server.doorOf(hosted);
  return {
    id: hosted.id,
    origin: hosted.origin,
    ended: hosted.isEnded,
    powered: hosted.module.isPowered,
    ...(hosted.connection === null ? {} : { connection: hosted.connection }),
    ...(door ?? {}),
    mails: hosted.mails.length,
  };
}

function settingsOf({ module }: HostedModule, showSecrets: boolean): SettingsInfo {
  const { smtp, draft } = module.settings;
  const password = showSecrets || smtp.password === "" ? smtp.password : hiddenSecret;
  const { username, senderName, senderAddress, host, port, contextId, sslContextId, security } =
    smtp;
  return {
    smtp: {
      username,
      password,
      senderName,
      senderAddress,
      host,
      port,
      contextId,
      sslContextId,
      security,
    },
    draft: {
      recipients: draft.recipients.map(({ type, address }) => ({ type, address })),
      subject: base64Of(draft.subject.bytes),
      body: base64Of(draft.body.bytes),
      attachments: draft.attachments.map(({ index, fileName }) => ({ index, fileName })),
    },
  };
}
