import { openModule } from "@qsmtp/client";
import { createMockLine, type FarEnd } from "@qsmtp/transport/mock";
import { expect, test } from "vitest";
import { settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

/** Opens a port on which something else than a module in command mode is. */
async function openOn(play: (farEnd: FarEnd) => () => void): Promise<Error> {
  const line = createMockLine();
  const stop = play(line.farEnd);
  const error = await settle(openModule(line.transport, { openTimeoutMs: 15_000 }));
  stop();
  expect(error).toMatchObject({ code: "MODULE_NOT_RESPONDING", fault: "link" });
  return error as Error;
}

function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}

test("a port that prints positions is said to be the one for positions", async () => {
  const sentence = "\r\n$GPGGA,170834,4124.8963,N,08151.6838,W,1,05,1.5,280.2,M,-34.0,M,,*75\r\n";
  const { message } = await openOn((farEnd) =>
    every(1000, () => farEnd.write(new TextEncoder().encode(sentence))),
  );
  expect(message).toContain("$GPGGA");
  expect(message).toMatch(/position sentences/);
});

test("a port that gives back what it gets is said to be an echo or a jumper", async () => {
  const { message } = await openOn((farEnd) => farEnd.onData((chunk) => farEnd.write(chunk)));
  expect(message).toMatch(/jumper/);
});

test("bytes that are no text point to speed and parity, and are shown printable", async () => {
  const noise = Uint8Array.of(0x9b, 0xfe, 0x1b, 0x5d, 0x80, 0x0d, 0x0a);
  const { message } = await openOn((farEnd) => every(700, () => farEnd.write(noise)));
  expect(message).toMatch(/baud rate/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
  expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

test("a port on which nothing comes is said to be silent", async () => {
  const { message } = await openOn(() => () => undefined);
  expect(message).toMatch(/nothing answers/);
});
