import type { CallPlan } from "./call-plan.ts";
import type { Budget } from "./environment.ts";
import { type Bounds, mixes, type Policy } from "./mixes.ts";

/** One exploration: who asks what, of which module, over which line. */
export interface Configuration extends Budget {
  readonly name: string;
  readonly calls: readonly CallPlan[];
  readonly policy: Policy;
  /** Whether the module echoes commands when the exploration begins. */
  readonly echo: boolean;
  readonly controlLines: boolean;
  /** Whether the blocks of a payload take their time to leave. */
  readonly slowBlocks: boolean;
  /** Whether somebody else may turn the echo on. */
  readonly echoReturns: boolean;
  /** Begins with a module of which nothing is known, instead of with a wire that is proven clean. */
  readonly opening: boolean;
}

export interface Choice {
  readonly policies: readonly Policy[];
  /** Instead of the bounds that go with each mix. */
  readonly bounds?: Bounds | undefined;
}

/** The explorations of a choice, each small enough to be finished. */
export function configurations({ policies, bounds }: Choice): Configuration[] {
  return mixes.flatMap((mix) =>
    policies.flatMap((policy) =>
      (bounds === undefined ? mix[policy] : [bounds]).map(({ calls, faults, spare }) => ({
        name: mix.name,
        calls: mix.calls.slice(0, calls),
        policy,
        echo: mix.echo,
        controlLines: mix.controlLines ?? false,
        slowBlocks: mix.slowBlocks ?? false,
        echoReturns: mix.echoReturns ?? false,
        opening: mix.opening ?? false,
        faults,
        aborts: mix.aborts ?? 0,
        spare,
        losses: mix.losses ?? 0,
        detaches: mix.detaches ?? 0,
        resets: mix.resets ?? 0,
        swaps: mix.swaps ?? 0,
      })),
    ),
  );
}
