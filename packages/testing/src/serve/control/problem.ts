/** What a call of the control port can fail with. */
export type ControlErrorCode =
  /** The body, or a value in address or line, cannot be used. */
  | "INVALID_REQUEST"
  /** No token, or another one. */
  | "UNAUTHORIZED"
  /** The call comes from a web page, or under a name that is not this server's. */
  | "FORBIDDEN"
  /** There is nothing of that name. */
  | "NOT_FOUND"
  /** There is something of that name, which cannot be used so. */
  | "METHOD_NOT_ALLOWED"
  | "BODY_TOO_LARGE"
  /** What a test expects has not come, or something is left of what it prepared. */
  | "NOT_AS_EXPECTED"
  /** The module has ended: it can be looked at, and no more. */
  | "MODULE_ENDED"
  | "INTERNAL";

const statuses: Readonly<Record<ControlErrorCode, number>> = {
  INVALID_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_LARGE: 413,
  NOT_AS_EXPECTED: 409,
  MODULE_ENDED: 410,
  INTERNAL: 500,
};

const titles: Readonly<Record<ControlErrorCode, string>> = {
  INVALID_REQUEST: "The request cannot be used",
  UNAUTHORIZED: "The token is missing or wrong",
  FORBIDDEN: "Not from there",
  NOT_FOUND: "There is no such thing",
  METHOD_NOT_ALLOWED: "It cannot be used so",
  BODY_TOO_LARGE: "The body is too large",
  NOT_AS_EXPECTED: "Not as expected",
  MODULE_ENDED: "The module has ended",
  INTERNAL: "A fault of the server",
};

/** One thing that is wrong with a request. */
export interface RequestProblem {
  /** Where in the body: `sim.state`. */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead, where that is known. */
  readonly hint?: string | undefined;
}

/** A failed call as data, by RFC 9457. */
export interface ProblemDetails {
  /** A URN with the code. */
  readonly type: string;
  /** What the code means, in words. */
  readonly title: string;
  /**
   * Status of HTTP.
   * @whole
   */
  readonly status: number;
  /** What went wrong. */
  readonly code: ControlErrorCode;
  /** What is wrong here, and what to do. */
  readonly detail: string;
  /** All that is wrong with the request. */
  readonly problems?: readonly RequestProblem[] | undefined;
  /** What went over the line, secrets masked. */
  readonly conversation?: string | undefined;
}

/** A call of the control port that failed. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly code: ControlErrorCode;
  readonly details: ProblemDetails;

  constructor(
    code: ControlErrorCode,
    detail: string,
    more: Pick<ProblemDetails, "problems" | "conversation"> = {},
  ) {
    super(detail);
    this.code = code;
    this.details = {
      type: `urn:qsmtp:problem:${code.toLowerCase().replaceAll("_", "-")}`,
      title: titles[code],
      status: statuses[code],
      code,
      detail,
      ...more,
    };
  }
}

/** The error for a value of a request that is wrong in the company of others. */
export function invalid(path: string, message: string): ControlError {
  const problems = [{ path, message }];
  return new ControlError("INVALID_REQUEST", `"${path}" ${message}.`, { problems });
}
