import { leverOperations } from "./lever-operations.ts";
import { moduleOperations } from "./module-operations.ts";
import { type ControlOperation, operation } from "./operation.ts";
import { recordOperations } from "./record-operations.ts";

/** Everything that can be asked of the control port. Its description is written from this. */
export const controlOperations: readonly ControlOperation[] = [
  operation({
    name: "describe",
    method: "GET",
    path: "/openapi.json",
    summary: "This description, as OpenAPI 3.1.",
    answer: "description",
    run: () => undefined,
  }),
  ...moduleOperations,
  ...leverOperations,
  ...recordOperations,
];
