import type { TraceEvent } from "@qsmtp/client";

const arrows = { sent: ">", received: "<", note: "-" } as const;
const dataPattern = /^<(\d+) bytes of data>$/;

/** The AT conversation as lines, each data phase as one line with its size. */
export function formatConversation(events: readonly TraceEvent[]): string[] {
  const lines: string[] = [];
  let blocks = 0;
  let bytes = 0;
  const flush = (): void => {
    const pieces = blocks === 1 ? "one block" : `${blocks} blocks`;
    if (blocks > 0) lines.push(`> (${bytes} bytes of data in ${pieces})`);
    blocks = 0;
    bytes = 0;
  };
  for (const { direction, text } of events) {
    const size = dataPattern.exec(text)?.[1];
    if (size === undefined) {
      flush();
      lines.push(`${arrows[direction]} ${text}`);
    } else {
      blocks++;
      bytes += Number(size);
    }
  }
  flush();
  return lines;
}
