import type { OperationDescriptor } from "@qsmtp/protocol";
import { checkedOptions } from "../checked-options.ts";
import { SimulationExpectationError } from "../expectation-error.ts";
import type { CommandMatch } from "../faults/command-match.ts";
import { expectedTimes } from "../option-tables.gen.ts";
import type { ExpectedTimes } from "./assertions.ts";
import type { ExpectedInput } from "./expected-command.ts";
import type { ExpectedMail } from "./expected-mail.ts";
import { type Judgement, judgeCommands, judgeMails, moduleOf } from "./judge.ts";

/** What a matcher of Vitest and of Jest gives. */
export interface MatcherResult {
  /** Whether all is as expected. */
  readonly pass: boolean;
  /** What is said where a test fails of it. */
  readonly message: () => string;
}

/** What `expect(module)` knows with {@link matchers}. */
export interface SimulationMatchers<Result> {
  /**
   * The module has sent a mail that is as expected; without an argument any mail. It looks at the
   * module's own mailbox, so a mail that the server refused counts for nothing.
   */
  toHaveSentMail(expected?: ExpectedMail): Result;
  /** The module has sent so many mails that are as expected. */
  toHaveSentMailTimes(times: number, expected?: ExpectedMail): Result;
  /**
   * The module has begun with a command of this operation, with these arguments among others; or with
   * one that begins with a text in any case, or matches a pattern.
   */
  toHaveReceivedCommand<Input>(
    operation: OperationDescriptor<Input> | CommandMatch,
    input?: ExpectedInput<NoInfer<Input>>,
  ): Result;
  /** So many commands of this kind have come. */
  toHaveReceivedCommandTimes<Input>(
    operation: OperationDescriptor<Input> | CommandMatch,
    times: number,
    input?: ExpectedInput<NoInfer<Input>>,
  ): Result;
  /** `module.verify()` would find nothing. */
  toHaveNoLooseEnds(): Result;
}

/** Arguments of any operation, by name. */
type AnyInput = Readonly<Record<string, unknown>>;

/** The matchers of the simulated module, for `expect.extend(matchers)` of Vitest and Jest. */
export interface Matchers {
  /** As {@link SimulationMatchers.toHaveSentMail} tells. */
  toHaveSentMail(received: unknown, expected?: ExpectedMail): MatcherResult;
  /** As {@link SimulationMatchers.toHaveSentMailTimes} tells. */
  toHaveSentMailTimes(received: unknown, times: number, expected?: ExpectedMail): MatcherResult;
  /** As {@link SimulationMatchers.toHaveReceivedCommand} tells. */
  toHaveReceivedCommand(
    received: unknown,
    operation: OperationDescriptor | CommandMatch,
    input?: AnyInput,
  ): MatcherResult;
  /** As {@link SimulationMatchers.toHaveReceivedCommandTimes} tells. */
  toHaveReceivedCommandTimes(
    received: unknown,
    operation: OperationDescriptor | CommandMatch,
    times: number,
    input?: AnyInput,
  ): MatcherResult;
  /** As {@link SimulationMatchers.toHaveNoLooseEnds} tells. */
  toHaveNoLooseEnds(received: unknown): MatcherResult;
}

/** The matchers of the simulated module, for `expect.extend(matchers)` of Vitest and Jest. */
export const matchers: Matchers = {
  /** As {@link SimulationMatchers.toHaveSentMail} tells. */
  toHaveSentMail(received, expected) {
    return resultOf(received, (module) => judgeMails(module, expected, undefined));
  },
  /** As {@link SimulationMatchers.toHaveSentMailTimes} tells. */
  toHaveSentMailTimes(received, times, expected) {
    const count = checkedTimes(times);
    return resultOf(received, (module) => judgeMails(module, expected, count));
  },
  /** As {@link SimulationMatchers.toHaveReceivedCommand} tells. */
  toHaveReceivedCommand(received, operation, input) {
    return resultOf(received, (module) => judgeCommands(module, operation, input, undefined));
  },
  /** As {@link SimulationMatchers.toHaveReceivedCommandTimes} tells. */
  toHaveReceivedCommandTimes(received, operation, times, input) {
    const count = checkedTimes(times);
    return resultOf(received, (module) => judgeCommands(module, operation, input, count));
  },
  /** As {@link SimulationMatchers.toHaveNoLooseEnds} tells. */
  toHaveNoLooseEnds(received) {
    const module = moduleOf(received);
    try {
      module.verify();
    } catch (error) {
      if (!(error instanceof SimulationExpectationError)) throw error;
      return { pass: false, message: () => error.message };
    }
    const reason = "Expected loose ends: a fault or handler that was never used.";
    return { pass: true, message: () => module.expectationError("LOOSE_ENDS", reason).message };
  },
};

/** @throws SimulationOptionError `INVALID_OPTION` */
function checkedTimes(times: number): number | undefined {
  return checkedOptions<ExpectedTimes>({ times }, expectedTimes).times;
}

function resultOf(
  received: unknown,
  judge: (module: ReturnType<typeof moduleOf>) => Judgement,
): MatcherResult {
  const module = moduleOf(received);
  const { isMet, reason, code } = judge(module);
  return { pass: isMet, message: () => module.expectationError(code, reason()).message };
}
