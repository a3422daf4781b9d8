import { createSimulatedModule } from "@qsmtp/testing";
import { answerShape } from "@qsmtp/testing/transcript";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Capture, loadCaptures } from "./real-exchanges.ts";
import { notAlike, states } from "./replayed-exchanges.ts";
import { HostEnd } from "./simulator-run.ts";
import { utf8 } from "./transcripts.ts";

const captures = loadCaptures();

/** What a simulated module says where the real one was. */
function answerOf({ id, command, expect: expected }: Capture): string {
  const { options, prepare, dataBytes = 0, cause } = states[id] ?? {};
  const module = createSimulatedModule(options);
  const host = new HostEnd();
  module.attach(host.farEnd);
  const say = (bytes: Uint8Array): void => {
    host.send(bytes);
    vi.advanceTimersByTime(100);
  };
  prepare?.(module, (line) => say(utf8(`${line}\r`)));
  module.profile.echo = expected.echo ?? false;
  host.take();
  if (command !== null) say(utf8(/[\r\n]$/.test(command) ? command : `${command}\r`));
  if (dataBytes > 0) {
    expect(new TextDecoder().decode(host.take())).toMatch(/\r\nCONNECT\r\n$/);
    say(new Uint8Array(dataBytes));
  }
  cause?.(module);
  const text = new TextDecoder().decode(host.take());
  module.dispose();
  return text;
}

function shapesOf(capture: Capture): { readonly real: string[]; readonly ours: string[] } {
  const commands = (capture.command ?? "").split(/[\r\n]+/).filter((line) => line !== "");
  const real = answerShape(capture.rx, commands);
  const ours = answerShape(answerOf(capture), commands);
  // What came of an answer to an earlier command is not asked for here.
  const isLate = capture.expect.before?.some((answer) => answer.tail_of !== undefined);
  return { real: isLate ? real.slice(real.indexOf("echo")) : real, ours };
}

describe("exchanges of real modules, asked of the simulated one", () => {
  beforeAll(() => {
    vi.useFakeTimers();
  });

  afterAll(() => {
    vi.useRealTimers();
  });

  const alike = captures.filter(({ id }) => notAlike[id] === undefined);
  const others = captures.filter(({ id }) => notAlike[id] !== undefined);

  // The recorded exchanges may not be kept here; where they lie beside the repository, they are read.
  it.skipIf(captures.length === 0)("are known to the lists by their ids", () => {
    const ids = captures.map(({ id }) => id);
    for (const id of [...Object.keys(states), ...Object.keys(notAlike)]) expect(ids).toContain(id);
    expect(Object.keys(states).filter((id) => notAlike[id] !== undefined)).toEqual([]);
  });

  it.each(alike.map((capture) => [capture.id, capture] as const))("%s", (id, capture) => {
    const { real, ours } = shapesOf(capture);
    expect(states[id]?.isPartial ? ours.filter((line) => real.includes(line)) : ours).toEqual(real);
  });

  it.each(others.map((capture) => [capture.id, capture] as const))(
    "%s stands in the list of others rightly",
    (_, capture) => {
      const { real, ours } = shapesOf(capture);
      expect(ours).not.toEqual(real);
      if (capture.command !== null) expect(ours.at(-1)).toMatch(/^(?:ERROR|OK)$/);
    },
  );
});
