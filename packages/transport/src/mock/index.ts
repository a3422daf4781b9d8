/**
 * A connection within one process, for tests.
 *
 * @packageDocumentation
 */

export type { FarEndServer, FarEndServerOptions } from "./far-end-server.ts";
export { listenFarEnd } from "./far-end-server.ts";
export type { MockLine, MockLineOptions } from "./mock-line.ts";
export { createMockLine } from "./mock-line.ts";
