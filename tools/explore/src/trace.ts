import type { Act, Bytes } from "./client-states.ts";
import type { Event, Transitions, World } from "./world.ts";

/** A way through a world in lines that people can follow: time, what happened, what the client did. */
export function traceOf(world: Transitions, start: World, events: readonly Event[]): string {
  const lines: string[] = [];
  let at = start;
  let ms = 0;
  for (const event of events) {
    const acts: string[] = [];
    const listen = (done: readonly Act[]): void => void acts.push(...done.map(wordsOfAct));
    const { world: next, elapsedMs } = world.run(at, event, listen);
    at = next;
    ms += elapsedMs;
    const { wire } = world.clients.view(at.client).state;
    lines.push(
      `${String(Math.round(ms)).padStart(8)}  ${event.label}${event.thenWaits ? ", and time goes by" : ""}`,
    );
    for (const act of acts) lines.push(`${" ".repeat(14)}${act}`);
    lines.push(`${" ".repeat(14)}(${wire.kind})`);
  }
  return shortened(lines).join("\n");
}

const mostLines = 160;

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines), `          ... and ${lines.length - mostLines} lines more`];
}

function wordsOfAct(act: Act): string {
  switch (act.type) {
    case "write":
      return `> ${wordsOfBytes(act.bytes)}`;
    case "dtr":
      return act.asserted ? "> DTR on" : "> DTR off";
    case "pull":
      return `< ${act.lengthBytes} bytes of call ${act.id} wanted`;
    case "outcome":
      return `= outcome of call ${act.id}: ${act.words}`;
    case "settle":
      return `= call ${act.id}: ${act.words}`;
  }
}

function wordsOfBytes(bytes: Bytes): string {
  switch (bytes.what) {
    case "command":
      return `command of call ${bytes.id}`;
    case "ask":
      return bytes.fresh ? `<CR>${bytes.text}` : bytes.text;
    case "block":
      return `data of call ${bytes.id}, ${bytes.from} to ${bytes.to}`;
    case "plus":
      return "+++";
  }
}
