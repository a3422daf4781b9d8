/**
 * What a thrown value says, whatever it is. An error of another realm, as of a `vm` context or a
 * test environment, is no `instanceof Error` here.
 */
export function reasonOf(thrown: unknown): string {
  try {
    if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
      const { message } = thrown;
      if (typeof message === "string") return message;
    }
    return String(thrown);
  } catch {
    // Also a message can be a getter that throws.
    return "a value that says nothing";
  }
}
