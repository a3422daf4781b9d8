import { Storage } from "@qsmtp/protocol/commands";
import type {
  NetworkOperator,
  RadioTechnology,
  RegistrationState,
} from "../behaviours/base/radio.ts";
import { SimulationOptionError } from "../checked-options.ts";
import type { Timers } from "../clock/timers.ts";
import type { RestartOptions } from "../faults/module-faults.ts";
import type { MailResponse } from "../mail/mailbox.ts";
import type { ActionFault } from "../modem/fault-moments.ts";
import type { Scenario, ScenarioFile, ServerAnswer, TimelineEntry } from "./scenario.ts";

/** The levers of a module that a scenario moves. */
export interface ScenarioStage {
  readonly timers: Timers;
  readonly files: { write(name: string, text: string): void };
  readonly mailbox: { respondWith(...responses: readonly MailResponse[]): void };
  /** Takes bytes of a host that does not listen. */
  hear(bytes: Uint8Array): void;
  setSignal(rssi: number, ber?: number): void;
  setRegistration(status: RegistrationState): void;
  setOperator(operator: NetworkOperator): void;
  setTechnology(technology: RadioTechnology): void;
  setAttached(attached: boolean): void;
  setSim(state: NonNullable<NonNullable<Scenario["sim"]>["state"]>): void;
  receiveMessage(text: string, from?: string): void;
  urc(line: string): void;
  restart(options: RestartOptions): void;
  powerOff(options: RestartOptions): void;
  perform(action: ActionFault): void;
}

/** Brings a new module into the state that a scenario describes, and sets its timeline going. */
export function playScenario(scenario: Scenario, stage: ScenarioStage): void {
  const { signal, registration, operator, technology } = scenario;
  const { files = [], commands = [], server = [], timeline = [] } = scenario;
  if (signal !== undefined) stage.setSignal(signal.rssi, signal.ber);
  if (registration !== undefined) stage.setRegistration(registration);
  if (operator !== undefined) stage.setOperator(operator);
  if (technology !== undefined) stage.setTechnology(technology);
  for (const [at, file] of files.entries()) writeFile(file, at, stage);
  stage.mailbox.respondWith(...responsesOf(server));
  for (const command of commands) stage.hear(new TextEncoder().encode(`${command}\r`));
  for (const entry of timeline) {
    stage.timers.after(entry.atMs, () => happen(entry, stage));
  }
}

function writeFile({ name, text }: ScenarioFile, at: number, { files }: ScenarioStage): void {
  try {
    files.write(name, text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `is ${JSON.stringify(name)}, and the module can have no such file`;
    const hint = `Write a storage that it has, and a name, e.g. ${Storage.ufs}:ca.pem.`;
    throw new SimulationOptionError([{ path: `scenario.files[${at}].name`, message, hint }]);
  }
}

/** One response for each mail up to the last that is answered specially. */
function responsesOf(answers: readonly ServerAnswer[]): MailResponse[] {
  const last = Math.max(0, ...answers.map(({ mail }) => mail));
  return Array.from({ length: last }, (_, at) => {
    const { mail: _mail, ...response } = answers.find(({ mail }) => mail === at + 1) ?? { mail: 0 };
    return response;
  });
}

function happen(entry: TimelineEntry, stage: ScenarioStage): void {
  switch (entry.do) {
    case "signal":
      stage.setSignal(entry.rssi, entry.ber);
      return;
    case "registration":
      stage.setRegistration(entry.status);
      return;
    case "operator":
      stage.setOperator({ name: entry.name, code: entry.code });
      return;
    case "technology":
      stage.setTechnology(entry.technology);
      return;
    case "attach":
      stage.setAttached(entry.attached);
      return;
    case "sim":
      stage.setSim(entry.state);
      return;
    case "urc":
      stage.urc(entry.line);
      return;
    case "message":
      stage.receiveMessage(entry.text, entry.from);
      return;
    case "drop-context": {
      const { contextId = 1, silently } = entry;
      stage.perform({ do: "drop-context", contextId, silently });
      return;
    }
    case "restart":
      stage.restart({ lines: entry.lines });
      return;
    case "power-off":
      stage.powerOff({ lines: entry.lines });
      return;
    case "hang-up":
      stage.perform({ do: "hang-up" });
      return;
    case "silence":
      stage.perform({ do: "silence", forMs: entry.forMs });
      return;
    case "flow-stalls":
      stage.perform({ do: "flow-stalls", forMs: entry.forMs });
      return;
  }
}
