import {
  type Field,
  isParam,
  type OperationDescriptor,
  type Param,
  type Range,
} from "../codec/descriptor.ts";

/** What a value must be that some of the operations take: `hex digits, an even number of them`. */
export function domainOf(
  operations: readonly OperationDescriptor[],
  name: string,
): string | undefined {
  for (const { args = [] } of operations) {
    const param = paramsOf(args).find((candidate) => candidate.name === name);
    if (param !== undefined) return describe(param);
  }
  return undefined;
}

function paramsOf(fields: readonly Field[]): Param[] {
  return fields.flatMap((field) => {
    if (isParam(field)) return [field];
    if ("optional" in field) return paramsOf(field.optional);
    return "list" in field ? [field.list] : [];
  });
}

function describe(param: Param): string | undefined {
  switch (param.type) {
    case "octets":
      return `hex digits in double quotes, two for each byte and so an even number of them${
        param.maxBytes === undefined
          ? ""
          : `, at most ${2 * param.maxBytes} (${param.maxBytes} bytes)`
      }`;
    case "string": {
      const what = param.charset === "ascii" ? "printable ASCII" : "text";
      const most = param.maxBytes === undefined ? "" : `, at most ${param.maxBytes} bytes`;
      return `${what} in double quotes${most}`;
    }
    case "integer":
      return param.ranges === undefined ? "a number" : `a number ${ranges(param.ranges)}`;
    case "flag":
      return "0 or 1";
    case "enum":
      return `one of ${param.values.join(", ")}`;
    case "keyword":
      return `one of ${param.values.map((value) => (param.quoted === false ? value : `"${value}"`)).join(", ")}`;
    case "text":
      return undefined;
  }
}

function ranges(all: readonly Range[]): string {
  const said = all.map(([from, to]) => {
    if (to === null) return `from ${from}`;
    return from === to ? String(from) : `from ${from} to ${to}`;
  });
  return said.join(" or ");
}
