/**
 * Calls a listener of the caller. One that throws must not break the conversation: its error
 * surfaces as an uncaught exception, as it would from an event emitter.
 */
export function notify(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
