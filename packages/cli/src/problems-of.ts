import type { MessageProblem, QsmtpError } from "@qsmtp/client";

/**
 * What is wrong with a message, also where that showed only while it was sent: the error of the send has
 * it as cause then.
 */
export function problemsOf(error: QsmtpError): readonly MessageProblem[] {
  // Told by what they carry, because `instanceof` does not know another copy of the client.
  const { problems } = error as WithProblems;
  return problems ?? (error.cause as WithProblems | undefined)?.problems ?? [];
}

interface WithProblems {
  readonly problems?: readonly MessageProblem[] | undefined;
}
