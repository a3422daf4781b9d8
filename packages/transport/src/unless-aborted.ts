/** Settles as `opening`, but on an abort rejects at once with its reason and calls `abandon`. */
export function unlessAborted<Result>(
  opening: Promise<Result>,
  signal: AbortSignal | undefined,
  abandon: () => void,
): Promise<Result> {
  if (signal === undefined) return opening;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      abandon();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    const settled = (): void => signal.removeEventListener("abort", onAbort);
    opening.then(resolve, reject).then(settled);
  });
}
