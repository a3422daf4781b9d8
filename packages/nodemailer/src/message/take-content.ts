import {
  type ContentFields,
  type ContentSource,
  contentSource,
} from "../content/content-source.ts";
import type { Findings } from "./findings.ts";
import { type GivenFields, isGiven, isPlain } from "./given-mail.ts";

/** What a mail may read from elsewhere. */
export interface Access {
  readonly files: boolean;
  readonly urls: "allowed" | "not-asked-for" | "forbidden";
}

const partKeys = ["content", "path", "href", "raw"];

/** Takes the content of `text` or `html`: the content, or an object that says where it is. */
export function takePart(
  field: string,
  value: unknown,
  access: Access,
  findings: Findings,
): ContentSource | undefined {
  const isObject = isPlain(value) && partKeys.some((key) => key in value);
  const fields: GivenFields = isObject ? value : { content: value };
  if (isGiven(fields.headers)) {
    const why = "the module sends the text without a header of its own";
    findings.leaveOut(`${field}.headers`, why, ["headers"]);
  }
  return takeContent(field, isObject ? `${field}.content` : field, fields, access, findings);
}

/** Takes a content; what is no content, or may not be read, becomes a problem. */
export function takeContent(
  path: string,
  contentPath: string,
  fields: GivenFields & ContentFields,
  access: Access,
  findings: Findings,
): ContentSource | undefined {
  if (isGiven(fields.raw)) {
    findings.refuse(`${path}.raw`, "the module writes the part around a content itself");
    return undefined;
  }
  if (isGiven(fields.tls)) {
    findings.refuse(`${path}.tls`, "the platform's fetch takes no TLS settings");
  }
  const source = contentSource(fields);
  if (typeof source === "string") {
    findings.problem(contentPath, "NOT_REPRESENTABLE", source);
    return undefined;
  }
  const place = isGiven(fields.path) ? "path" : "href";
  if (source.kind === "file" && !access.files) {
    findings.refuse(`${path}.path`, "it is a file, and disableFileAccess forbids to read any");
  }
  if (source.kind === "url" && access.urls !== "allowed") {
    const why =
      access.urls === "forbidden"
        ? "disableUrlAccess forbids to fetch anything"
        : "nothing is fetched unless allowHref of the transport says so";
    findings.refuse(`${path}.${place}`, `it is an address, and ${why}`);
  }
  return source;
}
