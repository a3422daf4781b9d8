/**
 * Matchers of the simulated module for Vitest: importing this extends `expect`.
 *
 * @packageDocumentation
 */

import { expect } from "vitest";
import { matchers, type SimulationMatchers } from "./expect/matchers.ts";

export type { ExpectedInput } from "./expect/expected-command.ts";
export type { ExpectedAttachment, ExpectedMail, ExpectedSender } from "./expect/expected-mail.ts";
export type { AsymmetricValue, ExpectedText, ExpectedValue } from "./expect/expected-value.ts";
export type { MatcherResult, Matchers, SimulationMatchers } from "./expect/matchers.ts";
export { matchers };

declare module "vitest" {
  // The parameters must be named as Vitest names them.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends SimulationMatchers<R> {}
}

expect.extend({ ...matchers });
