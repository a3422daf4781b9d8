import { type ServedEventType, servedEventTypes } from "../hosting/served-event.ts";
import { problemDetails } from "../serve-tables.gen.ts";
import { type JsonSchema, schemaOfKind, schemaOfTable } from "./json-schema.ts";
import type { AnswerShape, ControlOperation } from "./operation.ts";

/** A description by OpenAPI 3.1. */
export type OpenApiDescription = Readonly<Record<string, unknown>> & {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

const eventTypes: readonly ServedEventType[] = servedEventTypes;

const eventSchema: JsonSchema = {
  type: "object",
  description: "Something that happened; what else it says depends on its type.",
  properties: {
    seq: { type: "integer", minimum: 1 },
    time: { type: "string", format: "date-time" },
    module: { type: ["string", "null"] },
    connection: { type: ["integer", "null"] },
    atMs: { type: ["number", "null"] },
    type: { enum: eventTypes },
  },
  required: ["seq", "time", "module", "connection", "atMs", "type"],
};

const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonSchema) => ({ "application/json": { schema } });

/** Writes the description of operations from how they are stated. */
export function describeOperations(
  operations: readonly ControlOperation[],
  serverUrl: string,
): OpenApiDescription {
  const schemas: Record<string, JsonSchema> = {
    Event: eventSchema,
    EventList: {
      type: "object",
      properties: { events: { type: "array", items: reference("Event") } },
      required: ["events"],
      additionalProperties: false,
    },
    ProblemDetails: schemaOfTable(problemDetails),
  };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const { method, path, body, answer } = operation;
    if (body !== undefined) schemas[body.name] = schemaOfKind(body.kind) ?? {};
    if (typeof answer === "object") schemas[answer.name] = schemaOfTable(answer.table);
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "qsmtp simulate",
      summary: "Drives simulated modules, and tells what happened to them.",
      version: "1",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas,
    },
  };
}

function describeOperation(operation: ControlOperation): Readonly<Record<string, unknown>> {
  const { name, path, summary, body, bodyIsOptional = false, query, answer } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, part]) => {
    return { name: part, in: "path", required: true, schema: { type: "string" } };
  });
  const inQuery = Object.entries(query?.keys ?? {}).map(([key, kind]) => {
    return { name: key, in: "query", schema: schemaOfKind(kind) };
  });
  const parameters = [...inPath, ...inQuery];
  return {
    operationId: name,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: !bodyIsOptional, content: json(reference(body.name)) } }),
    responses: {
      ...describeAnswer(answer),
      default: {
        description: "What went wrong.",
        content: { "application/problem+json": { schema: reference("ProblemDetails") } },
      },
    },
  };
}

function describeAnswer(answer: AnswerShape): Readonly<Record<string, unknown>> {
  switch (answer) {
    case "nothing":
      return { 204: { description: "Done." } };
    case "event":
      return { 200: { description: "The event.", content: json(reference("Event")) } };
    case "events":
      return { 200: { description: "The events.", content: json(reference("EventList")) } };
    case "stream": {
      const content = { "application/x-ndjson": { schema: reference("Event") } };
      return { 200: { description: "An event a line.", content } };
    }
    case "description":
      return { 200: { description: "The description.", content: json({ type: "object" }) } };
  }
  const { name, status = 200 } = answer;
  return { [status]: { description: `${name}.`, content: json(reference(name)) } };
}
