import type { CallKind, CallPlan } from "./call-plan.ts";

/** Whether a module keeps input while it works, or drops it. */
export type Policy = "queue" | "drop";

export interface Bounds {
  readonly calls: number;
  readonly faults: number;
  /** Questions beyond the first of each quarantine. */
  readonly spare: number;
}

/** Calls that are explored together, and how far with each kind of module. */
export interface Mix {
  readonly name: string;
  readonly calls: readonly CallPlan[];
  readonly echo: boolean;
  readonly controlLines?: boolean;
  readonly slowBlocks?: boolean;
  readonly echoReturns?: boolean;
  readonly opening?: boolean;
  readonly aborts?: number;
  readonly losses?: number;
  readonly detaches?: number;
  readonly resets?: number;
  readonly swaps?: number;
  readonly queue: readonly Bounds[];
  readonly drop: readonly Bounds[];
}

/** Much that goes wrong. */
const wide: Bounds = { calls: 4, faults: 2, spare: 0 };
/** The same of fewer calls, where four would take too long. */
const threeCalls: Bounds = { calls: 3, faults: 2, spare: 0 };
const twoCalls: Bounds = { calls: 2, faults: 2, spare: 0 };
/** Much that is late: further questions are on their way before the first is answered. */
const late: Bounds = { calls: 2, faults: 1, spare: 1 };

/** Once the connection is at stake too. */
const threeCallsOneFault: Bounds = { calls: 3, faults: 1, spare: 0 };
const twoCallsOneFault: Bounds = { calls: 2, faults: 1, spare: 0 };
const later: Bounds = { calls: 2, faults: 0, spare: 2 };

const quick = (kind: CallKind): CallPlan => ({ kind, timeoutMs: 3000 });
const usual = (kind: CallKind): CallPlan => ({ kind });
const step = (kind: CallKind): CallPlan => ({ kind, batch: 7 });

export const mixes: readonly Mix[] = [
  {
    name: "queries and removals",
    calls: [usual("query"), quick("removeMissing"), quick("removeKnown"), usual("query")],
    echo: false,
    queue: [wide, late],
    drop: [wide, late],
  },
  {
    name: "bare results",
    calls: [
      quick("removeKnown"),
      usual("removeMissing"),
      usual("removeKnown"),
      quick("removeMissing"),
    ],
    echo: true,
    queue: [wide, late],
    drop: [wide, late],
  },
  {
    name: "lists",
    calls: [quick("list"), usual("query"), usual("list"), usual("removeMissing")],
    echo: true,
    queue: [wide, late],
    drop: [threeCalls, late],
  },
  {
    name: "a body",
    calls: [usual("body"), usual("query"), quick("removeMissing"), usual("list")],
    echo: false,
    slowBlocks: true,
    queue: [wide, late],
    drop: [twoCalls],
  },
  {
    name: "an upload, DTR",
    calls: [usual("upload"), usual("query"), usual("removeMissing")],
    echo: true,
    controlLines: true,
    slowBlocks: true,
    queue: [twoCalls],
    drop: [twoCalls],
  },
  {
    name: "an order",
    calls: [usual("order"), usual("query"), quick("removeMissing"), usual("query")],
    echo: false,
    queue: [threeCalls, late],
    drop: [twoCalls],
  },
  {
    name: "a mail job",
    calls: [step("removeKnown"), step("body"), step("order"), quick("query")],
    echo: false,
    queue: [wide, late],
    drop: [threeCalls, late],
  },
  {
    name: "calls that are given up",
    calls: [usual("removeKnown"), usual("upload"), usual("order")],
    echo: true,
    aborts: 1,
    queue: [{ calls: 3, faults: 1, spare: 0 }],
    drop: [{ calls: 3, faults: 1, spare: 0 }],
  },
  {
    name: "opening",
    calls: [usual("echoOff"), usual("query"), quick("removeMissing"), usual("query")],
    echo: true,
    opening: true,
    queue: [wide, late],
    drop: [threeCalls],
  },
  {
    name: "lost and back",
    calls: [usual("query"), quick("removeMissing"), usual("query")],
    echo: false,
    losses: 1,
    queue: [threeCallsOneFault, later],
    drop: [twoCallsOneFault, { calls: 2, faults: 0, spare: 1 }],
  },
  {
    name: "lost and back, orders",
    calls: [usual("order"), usual("query"), usual("order")],
    echo: false,
    losses: 1,
    queue: [threeCallsOneFault, { calls: 3, faults: 0, spare: 1 }],
    drop: [{ calls: 3, faults: 0, spare: 0 }],
  },
  {
    name: "lost and back, an upload, DTR",
    calls: [usual("upload"), usual("query")],
    echo: true,
    controlLines: true,
    slowBlocks: true,
    losses: 1,
    queue: [twoCallsOneFault],
    drop: [{ calls: 2, faults: 0, spare: 0 }],
  },
  {
    name: "opened anew",
    calls: [usual("query"), quick("removeMissing"), usual("query")],
    echo: false,
    detaches: 1,
    queue: [threeCallsOneFault, later],
    drop: [twoCallsOneFault, { calls: 2, faults: 0, spare: 1 }],
  },
  {
    name: "opened anew, a body",
    calls: [usual("body"), usual("order"), usual("query")],
    echo: false,
    slowBlocks: true,
    detaches: 1,
    queue: [{ calls: 3, faults: 0, spare: 1 }],
    drop: [{ calls: 2, faults: 0, spare: 0 }],
  },
  {
    name: "reset",
    calls: [usual("query"), usual("order"), quick("removeMissing")],
    echo: false,
    resets: 1,
    queue: [late, later],
    drop: [{ calls: 2, faults: 0, spare: 1 }],
  },
  {
    name: "another module",
    calls: [usual("order"), usual("query"), usual("order")],
    echo: false,
    losses: 1,
    swaps: 1,
    queue: [{ calls: 3, faults: 0, spare: 0 }],
    drop: [{ calls: 3, faults: 0, spare: 0 }],
  },
  {
    name: "lost twice",
    calls: [usual("query"), quick("removeMissing")],
    echo: true,
    losses: 2,
    queue: [{ calls: 2, faults: 0, spare: 1 }],
    drop: [{ calls: 2, faults: 0, spare: 0 }],
  },
  {
    name: "opened anew and reset",
    calls: [usual("query"), quick("removeMissing")],
    echo: false,
    detaches: 1,
    resets: 1,
    queue: [{ calls: 2, faults: 0, spare: 1 }],
    drop: [{ calls: 2, faults: 0, spare: 0 }],
  },
  {
    name: "orders, the echo comes back",
    calls: [usual("order"), usual("query"), usual("order")],
    echo: false,
    echoReturns: true,
    queue: [threeCallsOneFault],
    drop: [{ calls: 2, faults: 1, spare: 0 }],
  },
  {
    name: "a body, its last byte held back",
    calls: [{ kind: "body", holdsLastByte: true }, usual("query")],
    echo: false,
    slowBlocks: true,
    queue: [twoCallsOneFault],
    drop: [{ calls: 2, faults: 0, spare: 0 }],
  },
  {
    name: "a stream",
    calls: [usual("stream"), usual("query")],
    echo: false,
    slowBlocks: true,
    aborts: 1,
    queue: [twoCallsOneFault],
    drop: [{ calls: 2, faults: 0, spare: 0 }],
  },
];
