import { type Registration, registrationKind } from "../../behaviours/base/radio.ts";
import { checkedArgument } from "../../checked-options.ts";
import type { ModuleFault } from "../../faults/fault.ts";
import { type Answer, delayed, fail, reply, silence } from "../../modem/answer.ts";
import { moduleFault } from "../../option-tables.gen.ts";
import type { SimulatedModule } from "../../simulated-module.ts";
import {
  faultList,
  handlerRequest,
  mailResponsesRequest,
  messageRequest,
  preparedInfo,
  stateRequest,
  urcRequest,
} from "../serve-tables.gen.ts";
import { livingModule, namedModule, takeBack } from "./called-module.ts";
import type {
  DomainRegistration,
  FaultList,
  HandlerRequest,
  MailResponsesRequest,
  MessageRequest,
  PreparedInfo,
  StateRequest,
  UrcRequest,
} from "./messages.ts";
import { type ControlCall, type ControlOperation, operation } from "./operation.ts";
import { ControlError, invalid } from "./problem.ts";

/** What a test does to a module: faults, handlers, its network, its SIM, its user. */
export const leverOperations: readonly ControlOperation[] = [
  operation({
    name: "listFaults",
    method: "GET",
    path: "/modules/{module}/faults",
    summary: "The faults that were injected and not taken back.",
    answer: { name: "FaultList", table: faultList },
    run: (call): FaultList => {
      const faults = [...namedModule(call).faults.values()];
      return { faults: faults.map(({ id, what }) => ({ id, fault: what })) };
    },
  }),
  operation<ModuleFault>({
    name: "injectFault",
    method: "POST",
    path: "/modules/{module}/faults",
    summary: "Makes something go wrong.",
    body: { name: "ModuleFault", kind: moduleFault },
    answer: { name: "PreparedInfo", table: preparedInfo, status: 201 },
    run: (call): PreparedInfo => {
      const hosted = livingModule(call);
      const { id } = hosted.prepare("faults", call.body, hosted.module.inject(call.body));
      return { id };
    },
  }),
  operation({
    name: "removeFault",
    method: "DELETE",
    path: "/modules/{module}/faults/{fault}",
    summary: "Takes a fault back.",
    answer: "nothing",
    run: (call) => takeBack("fault", livingModule(call).faults, call.path.fault),
  }),
  operation<HandlerRequest>({
    name: "addHandler",
    method: "POST",
    path: "/modules/{module}/handlers",
    summary:
      "Answers commands that begin so, be they known or not, in place of what answers them now.",
    body: { name: "HandlerRequest", kind: { options: handlerRequest } },
    answer: { name: "PreparedInfo", table: preparedInfo, status: 201 },
    run: (call): PreparedInfo => {
      const hosted = livingModule(call);
      const takeAway = addHandler(hosted.module, call.body);
      return { id: hosted.prepare("handlers", call.body, takeAway).id };
    },
  }),
  operation({
    name: "removeHandler",
    method: "DELETE",
    path: "/modules/{module}/handlers/{handler}",
    summary: "Takes a handler back.",
    answer: "nothing",
    run: (call) => takeBack("handler", livingModule(call).handlers, call.path.handler),
  }),
  operation<StateRequest>({
    name: "changeState",
    method: "POST",
    path: "/modules/{module}/state",
    summary:
      "Changes signal, registration, SIM, DNS or a PDP context as the world around a module would: all that is named, or nothing if one of it is refused.",
    body: { name: "StateRequest", kind: { options: stateRequest } },
    answer: "nothing",
    run: (call) => changeState(livingModule(call).module, call.body),
  }),
  operation<UrcRequest>({
    name: "printUrc",
    method: "POST",
    path: "/modules/{module}/urcs",
    summary: "Prints an unsolicited line.",
    body: { name: "UrcRequest", kind: { options: urcRequest } },
    answer: "nothing",
    run: (call) => livingModule(call).module.urc(call.body.line),
  }),
  operation<MessageRequest>({
    name: "receiveMessage",
    method: "POST",
    path: "/modules/{module}/messages",
    summary: "Lets a short message come.",
    body: { name: "MessageRequest", kind: { options: messageRequest } },
    answer: "nothing",
    run: (call) => livingModule(call).module.receiveMessage(call.body.text, call.body.from),
  }),
  operation<MailResponsesRequest>({
    name: "respondToMails",
    method: "POST",
    path: "/modules/{module}/mail-responses",
    summary:
      "Answers the next mails so, one response each. Refused with --relay, whose server answers.",
    body: { name: "MailResponsesRequest", kind: { options: mailResponsesRequest } },
    answer: "nothing",
    run: (call) => respondToMails(call),
  }),
];

function respondToMails(call: ControlCall<MailResponsesRequest>): void {
  const hosted = livingModule(call);
  if (hosted.isRelayed) {
    throw new ControlError(
      "INVALID_REQUEST",
      "mails are relayed to a server, which answers them; serve without --relay to say how",
    );
  }
  hosted.module.mailbox.respondWith(...call.body.responses);
}

function addHandler(module: SimulatedModule, request: HandlerRequest): () => void {
  const { on, lines = [], result = "ok", error, urcs = [], delayMs = 0, once } = request;
  if (result !== "error" && error !== undefined) {
    throw invalid("error", `is for the result "error", and "result" is "${result}"`);
  }
  if (result === "silence" && lines.length + urcs.length > 0) {
    const path = lines.length > 0 ? "lines" : "urcs";
    throw invalid(path, 'says something, and "result" is "silence"');
  }
  const print = (): void => urcs.forEach((line) => void module.urc(line));
  const answer = (): Answer<void> => {
    if (result === "silence") return silence();
    const printed = result === "error" ? fail(error) : reply();
    return { ...printed, lines, after: print };
  };
  return module.onLine(on, () => (delayMs > 0 ? delayed(delayMs, answer) : answer()), { once });
}

function changeState(module: SimulatedModule, request: StateRequest): void {
  const { signal, operator, technology, attached, sim, hosts, context } = request;
  // The one thing that the table of the request does not judge, so before anything is changed.
  const registration =
    request.registration === undefined
      ? undefined
      : checkedArgument("registration", withoutAbsent(request.registration), registrationKind);
  if (signal !== undefined) module.setSignal(signal.rssi, signal.ber);
  if (registration !== undefined) module.setRegistration(registration);
  if (operator !== undefined) module.setOperator(operator);
  if (technology !== undefined) module.setTechnology(technology);
  if (attached !== undefined) module.setAttached(attached);
  if (sim !== undefined) module.setSim(sim);
  if (hosts !== undefined) module.setHosts(hosts === "all" ? undefined : hosts);
  if (context === undefined) return;
  const { contextId, do: change } = context;
  if (change === "deactivate") module.pdpDeactivate(contextId);
  if (change === "drop") module.pdpDrop(contextId);
  if (change === "hold" || change === "release") module.pdpHold(contextId, change === "hold");
}

/** Only the domains that were named: the others stay as they are. */
function withoutAbsent<Status>(registration: Status | DomainRegistration): Status | Registration {
  if (typeof registration !== "object" || registration === null) return registration as Status;
  const named = Object.entries(registration).filter(([, status]) => status !== undefined);
  return Object.fromEntries(named);
}
