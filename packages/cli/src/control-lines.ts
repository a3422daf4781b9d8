import type { CliInput } from "./cli-context.ts";

/** The longest line: a file of a module in base64, and some. */
const longestLine = 4_194_304;

/**
 * Hands each line of the standard input on, until that ends or the signal fires. Answers to earlier
 * lines are not waited for.
 */
export async function readControlLines(
  input: CliInput,
  signal: AbortSignal,
  run: (line: string) => Promise<void>,
): Promise<void> {
  if (signal.aborted) return;
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => {
      input.destroy?.();
      resolve();
    });
  });
  const running = new Set<Promise<void>>();
  const start = (line: string): void => {
    if (line.trim() === "") return;
    const answer = run(line).finally(() => running.delete(answer));
    running.add(answer);
  };
  const reading = (async () => {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of input) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) start(line);
      // Too long to be one: it is answered as what it is, no JSON.
      if (rest.length > longestLine) {
        start(rest.slice(0, longestLine));
        rest = "";
      }
    }
    start(rest);
    await Promise.all(running);
  })();
  // An input that was destroyed ends with an error.
  await Promise.race([reading, stopped]).catch(() => {});
}
