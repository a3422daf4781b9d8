/**
 * Assertions about a simulated module for test runners without matchers, e.g. node:test. What is left
 * over of a test is told by `module.verify()`.
 *
 * @packageDocumentation
 */

export {
  assertNoReceivedCommand,
  assertNoSentMail,
  assertReceivedCommand,
  assertSentMail,
  type ExpectedTimes,
} from "./expect/assertions.ts";
export type { ExpectedInput } from "./expect/expected-command.ts";
export type { ExpectedAttachment, ExpectedMail, ExpectedSender } from "./expect/expected-mail.ts";
export type { AsymmetricValue, ExpectedText, ExpectedValue } from "./expect/expected-value.ts";
export { type SimulationExpectationCode, SimulationExpectationError } from "./expectation-error.ts";
