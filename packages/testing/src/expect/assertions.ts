import type { OperationDescriptor } from "@qsmtp/protocol";
import { checkedOptions } from "../checked-options.ts";
import type { CommandMatch } from "../faults/command-match.ts";
import { expectedTimes } from "../option-tables.gen.ts";
import type { SimulatedModule } from "../simulated-module.ts";
import type { ExpectedInput } from "./expected-command.ts";
import type { ExpectedMail } from "./expected-mail.ts";
import { type Judgement, judgeCommands, judgeMails, moduleOf } from "./judge.ts";

/** How often something is expected. */
export interface ExpectedTimes {
  /**
   * Default: at least once.
   * @whole
   * @minimum 0
   */
  readonly times?: number | undefined;
}

/**
 * The module has sent a mail that is as expected; without an expectation any mail. It looks at the
 * module's own mailbox, so a mail that the server refused counts for nothing.
 *
 * @throws SimulationExpectationError `NOT_SENT` with the mails that come nearest and the conversation
 * @throws SimulationOptionError `INVALID_OPTION` for an expectation that no mail can meet
 */
export function assertSentMail(
  module: SimulatedModule,
  expected?: ExpectedMail,
  options: ExpectedTimes = {},
): void {
  const { times } = checkedOptions(options, expectedTimes);
  settle(module, judgeMails(moduleOf(module), expected, times), true);
}

/**
 * The module has sent no such mail; without an expectation none at all.
 *
 * @throws SimulationExpectationError `SENT` with the mails and the conversation
 * @throws SimulationOptionError `INVALID_OPTION` for an expectation that no mail can meet
 */
export function assertNoSentMail(module: SimulatedModule, expected?: ExpectedMail): void {
  settle(module, judgeMails(moduleOf(module), expected, undefined), false);
}

/**
 * The module has begun with a command of this operation, with these arguments among others; or with
 * one that begins with a text in any case, or matches a pattern.
 *
 * @throws SimulationExpectationError `NOT_RECEIVED` with the commands that come nearest and the
 * conversation
 * @throws SimulationOptionError `INVALID_OPTION` for an argument that the operation does not have
 */
export function assertReceivedCommand<Input>(
  module: SimulatedModule,
  operation: OperationDescriptor<Input> | CommandMatch,
  input?: ExpectedInput<NoInfer<Input>>,
  options: ExpectedTimes = {},
): void {
  const { times } = checkedOptions(options, expectedTimes);
  settle(module, judgeCommands(moduleOf(module), operation, input, times), true);
}

/**
 * The module has begun with no such command.
 *
 * @throws SimulationExpectationError `RECEIVED` with the commands and the conversation
 * @throws SimulationOptionError `INVALID_OPTION` for an argument that the operation does not have
 */
export function assertNoReceivedCommand<Input>(
  module: SimulatedModule,
  operation: OperationDescriptor<Input> | CommandMatch,
  input?: ExpectedInput<NoInfer<Input>>,
): void {
  settle(module, judgeCommands(moduleOf(module), operation, input, undefined), false);
}

function settle(
  module: SimulatedModule,
  { isMet, reason, code }: Judgement,
  shouldBeMet: boolean,
): void {
  if (isMet !== shouldBeMet) throw module.expectationError(code, reason());
}
