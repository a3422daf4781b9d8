import type { OperationDescriptor } from "@qsmtp/protocol";
import { checkedOptions } from "../checked-options.ts";
import type { SimulationExpectationCode } from "../expectation-error.ts";
import type { CommandMatch } from "../faults/command-match.ts";
import { expectedMail as expectedMailKeys } from "../option-tables.gen.ts";
import { SimulatedModule } from "../simulated-module.ts";
import { compareCommands, describeCommand, type ExpectedInput } from "./expected-command.ts";
import {
  type ComparedMail,
  compareMail,
  describeMail,
  type ExpectedMail,
} from "./expected-mail.ts";
import { shown } from "./expected-value.ts";

/** Whether something is as expected, and why or why not. */
export interface Judgement {
  readonly isMet: boolean;
  /** What an error says when it should have been the other way. */
  readonly reason: () => string;
  /** The error's code. */
  readonly code: SimulationExpectationCode;
}

/** How many mails or commands are shown that come near. */
const maxNearest = 3;

/** How often something is expected; without a number at least once. */
type Times = number | undefined;

/** Judges the mails that the module's mailbox has taken. */
export function judgeMails(
  module: SimulatedModule,
  given: ExpectedMail | undefined,
  times: Times,
): Judgement {
  const expected = checkedOptions<ExpectedMail>(given, expectedMailKeys);
  const { mails } = module.mailbox;
  const compared = mails.map((mail) => compareMail(mail, expected));
  const met = compared.filter(({ isMet }) => isMet).length;
  const isMet = times === undefined ? met > 0 : met === times;
  const what = describeExpected(expected);
  const reason = (): string => {
    if (isMet) {
      const which = mails.flatMap((mail, index) =>
        compared[index]?.isMet ? [`  mail ${index + 1}: ${describeMail(mail)}`] : [],
      );
      return [`Expected ${negated(times)}mail ${what}`, "Sent:", ...which].join("\n");
    }
    const count = times === undefined ? "a mail" : `${times} mails, not ${met},`;
    const nearest = mails.flatMap((mail, index) => {
      const comparison = compared[index];
      return comparison === undefined ? [] : [{ mail, index, comparison }];
    });
    nearest.sort((one, other) => other.comparison.metCount - one.comparison.metCount);
    const shownMails = nearest
      .slice(0, maxNearest)
      .map(({ mail, index, comparison }) => shownMail(index, describeMail(mail), comparison));
    const sent = [
      mails.length === 0 ? "No mail was sent." : `Mails sent: ${mails.length}. The nearest:`,
      ...shownMails,
    ];
    return [`Expected ${count} ${what}`, ...sent].join("\n");
  };
  return { isMet, reason, code: isMet ? "SENT" : "NOT_SENT" };
}

/** Judges the commands that the module has begun with. */
export function judgeCommands<Input>(
  module: SimulatedModule,
  expected: CommandMatch | OperationDescriptor<Input>,
  input: ExpectedInput<Input> | undefined,
  times: Times,
): Judgement {
  const compared = compareCommands(module.received, expected, input);
  const met = compared.filter(({ isMet }) => isMet);
  const isMet = times === undefined ? met.length > 0 : met.length === times;
  const what = describeCommand(expected, input);
  const reason = (): string => {
    if (isMet) {
      const lines = met.slice(0, maxNearest).map(({ line }) => `  ${line}`);
      return [`Expected ${negated(times)}command ${what}`, "It came:", ...lines].join("\n");
    }
    const count =
      times === undefined ? "the command" : `${times} times, not ${met.length}, the command`;
    const nearest = [...compared].sort(
      (one, other) => one.differences.length - other.differences.length,
    );
    const lines = nearest
      .slice(0, maxNearest)
      .flatMap(({ line, differences }) => [`  ${line}`, ...differences.map((one) => `    ${one}`)]);
    const came =
      lines.length === 0
        ? [`No such command came; of others there came ${module.received.length}.`]
        : [`Such commands that came: ${compared.length}. The nearest:`, ...lines];
    return [`Expected ${count} ${what}`, ...came].join("\n");
  };
  return { isMet, reason, code: isMet ? "RECEIVED" : "NOT_RECEIVED" };
}

/**
 * The module that something is expected of.
 * @throws TypeError for anything else
 */
export function moduleOf(received: unknown): SimulatedModule {
  if (received instanceof SimulatedModule) return received;
  const hint = "Give the `module` of createSimulatedLine() or createSimulatedModule().";
  throw new TypeError(`This is expected of a simulated module. ${hint}`);
}

function negated(times: Times): string {
  return times === undefined ? "no " : `not ${times} times a `;
}

function describeExpected(expected: ExpectedMail): string {
  const lines = Object.entries(expected).map(([name, value]) => `  ${name}: ${shown(value)}`);
  return lines.length === 0 ? "of any kind" : `with\n${lines.join("\n")}`;
}

function shownMail(index: number, about: string, { lines }: ComparedMail): string {
  return [`  mail ${index + 1}: ${about}`, ...lines.map((line) => `    ${line}`)].join("\n");
}
