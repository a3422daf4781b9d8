import type { DecodedCommand, OperationDescriptor } from "@qsmtp/protocol";
import type { Timers } from "../clock/timers.ts";
import {
  type SimulationExpectationCode,
  SimulationExpectationError,
} from "../expectation-error.ts";
import { visibleInput } from "./line-secrets.ts";

/** How long a command is waited for. */
export interface WaitOptions {
  /**
   * On the module's clock. Default 4000: less than runners of tests give to one test, so that it is
   * this that tells what happened.
   * @minimum 0
   */
  readonly timeoutMs?: number | undefined;
}

interface Wait {
  readonly operation: OperationDescriptor;
  readonly resolve: (input: unknown) => void;
  readonly fail: (code: SimulationExpectationCode, reason: string) => void;
}

const defaultTimeoutMs = 4000;

/** Tests that wait for commands. */
export class CommandWaits {
  readonly #timers: Timers;
  readonly #conversation: () => string;
  readonly #waits = new Set<Wait>();

  constructor(timers: Timers, conversation: () => string) {
    this.#timers = timers;
    this.#conversation = conversation;
  }

  next<Input>(
    operation: OperationDescriptor<Input>,
    { timeoutMs = defaultTimeoutMs }: WaitOptions,
  ): Promise<Input> {
    const { promise, resolve, reject } = pending<Input>();
    const cancel = this.#timers.after(timeoutMs, () =>
      wait.fail("NOT_RECEIVED", `${nameOf(operation)} did not come within ${timeoutMs} ms.`),
    );
    const wait: Wait = {
      operation,
      resolve: (input) => {
        this.#waits.delete(wait);
        cancel();
        resolve(input as Input);
      },
      fail: (code, reason) => {
        this.#waits.delete(wait);
        cancel();
        if (code === "DISPOSED") promise.catch(() => {}); // A test that ended early waits no more.
        reject(new SimulationExpectationError(code, reason, this.#conversation()));
      },
    };
    this.#waits.add(wait);
    return promise;
  }

  /** Tells those who wait for this command. */
  received(command: DecodedCommand): void {
    for (const wait of [...this.#waits]) {
      if (wait.operation.name === command.operation.name) wait.resolve(visibleInput(command));
    }
  }

  /** @param when what has happened to the module */
  dispose(when: string): void {
    for (const wait of [...this.#waits]) {
      const reason = `${nameOf(wait.operation)} had not come when the module was ${when}.`;
      wait.fail("DISPOSED", reason);
    }
  }
}

function nameOf({ name, at }: OperationDescriptor): string {
  return `${name} (AT${at})`;
}

interface Pending<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: SimulationExpectationError) => void;
}

function pending<Value>(): Pending<Value> {
  let resolve: Pending<Value>["resolve"] = () => {};
  let reject: Pending<Value>["reject"] = () => {};
  const promise = new Promise<Value>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}
