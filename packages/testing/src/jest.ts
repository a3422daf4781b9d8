/**
 * Matchers of the simulated module for Jest: importing this extends `expect`.
 *
 * @packageDocumentation
 */

import { expect } from "@jest/globals";
import { matchers, type SimulationMatchers } from "./expect/matchers.ts";

export type { ExpectedInput } from "./expect/expected-command.ts";
export type { ExpectedAttachment, ExpectedMail, ExpectedSender } from "./expect/expected-mail.ts";
export type { AsymmetricValue, ExpectedText, ExpectedValue } from "./expect/expected-value.ts";
export type { MatcherResult, Matchers, SimulationMatchers } from "./expect/matchers.ts";
export { matchers };

declare module "expect" {
  // The parameters must be named as Jest names them.
  interface Matchers<R extends void | Promise<void>, T = unknown> extends SimulationMatchers<R> {}
}

declare global {
  // What `@types/jest` declares for programs that do not import `@jest/globals`.
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as it is declared there
    interface Matchers<R, T = {}> extends SimulationMatchers<R> {}
  }
}

expect.extend({ ...matchers });
