/**
 * A line within one process that needs no other package and no Node: for tests, and for a module
 * that is simulated in a browser.
 *
 * @packageDocumentation
 */

export type { MemoryLine, MemoryLineOptions } from "./memory-line.ts";
export { createMemoryLine } from "./memory-line.ts";
