import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import {
  deliver,
  mailTo,
  SENT,
  saying,
  startRawServer,
  startTalker,
  talk,
} from "./relay.fixture.ts";

const account = { user: "pump7", pass: "secret" };
const HELLO = "250-mx\r\n250-SIZE 1000\r\n250 AUTH PLAIN\r\n";

/** The steps of a mail with an account, and what the server says when all is well. */
const STEPS: readonly (readonly [step: string, word: string, reply: string])[] = [
  ["the connection", "", "220 mx\r\n"],
  ["EHLO", "EHLO", HELLO],
  ["AUTH PLAIN ***", "AUTH", "235 welcome\r\n"],
  ["MAIL", "MAIL", "250 from\r\n"],
  ["RCPT", "RCPT", "250 to\r\n"],
  ["DATA", "DATA", "354 go\r\n"],
  ["the mail", ".", "250 taken\r\n"],
];
const NAMES = STEPS.map(([step]) => step);

/** What the server says until `step`, which is answered with `instead`. */
function until(step: string, instead: string): string[] {
  const index = NAMES.indexOf(step);
  return [...STEPS.slice(0, index).map(([, , reply]) => reply), instead];
}

describe.each(NAMES)("at %s a server", (step) => {
  it.each([
    [421, 666],
    [450, 667],
    [451, 668],
    [452, 669],
    [454, 660],
    [503, 673],
    [521, 675],
    [530, 676],
    [535, 677],
    [550, 678],
    [554, 682],
    [571, 660],
  ])("that says %i has 'no', and the module reports %i with it", async (code, error) => {
    const replies = until(step, `${code}-no\r\n${code} indeed\r\n`);
    const port = await startRawServer(saying(...replies, "221 bye\r\n"));
    const { result, reason, commands } = await deliver(mailTo(port, { account }));
    expect(result).toEqual({ error, protocolError: code });
    expect(reason).toContain(`answered ${step}`);
    expect(reason).toContain("indeed");
    expect(commands.at(-1)).toBe("QUIT");
  });

  it("that closes is 656", async () => {
    const port = await startRawServer(saying(...until(step, "")));
    const { result } = await deliver(mailTo(port, { account }));
    expect(result).toEqual({ error: 656, protocolError: 0 });
  });

  it("that says nothing costs no more than the module's time, and is left at once then", async () => {
    const limit = new AbortController();
    let closed: Promise<unknown> | undefined;
    const port = await startRawServer((socket) => {
      closed = closeOf(socket);
      talk(socket, until(step, ""), () => setImmediate(() => limit.abort()));
    });
    const { result } = await deliver(mailTo(port, { account }), {}, limit.signal);
    expect(result).toEqual({ error: 658, protocolError: 0 });
    await closed;
  });

  it("that answers in many lines is understood", async () => {
    const replies = STEPS.map(([name, , reply]) =>
      name === step ? reply.replace(/^(\d{3}) /, "$1-a\r\n$1-b\r\n$1 ") : reply,
    );
    const port = await startRawServer(saying(...replies, "221 bye\r\n"));
    expect((await deliver(mailTo(port, { account }))).result).toEqual(SENT);
  });

  it.each([
    ["a reply that never ends", "250-more\r\n"],
    ["a line that never ends", "2"],
  ])("that floods the module with %s is left with 656", async (_, piece) => {
    let closed: Promise<unknown> | undefined;
    const port = await startRawServer((socket) => {
      closed = closeOf(socket);
      talk(socket, until(step, ""), () => flood(socket, piece.repeat(1000)));
    });
    const { result } = await deliver(mailTo(port, { account }));
    expect(result).toEqual({ error: 656, protocolError: 0 });
    await closed;
  });
});

// At the connection there is none yet to be reset.
it.each(NAMES.slice(1))("at %s a server that resets the connection is 656", async (step) => {
  const port = await startRawServer((socket) =>
    talk(socket, until(step, ""), () => socket.resetAndDestroy()),
  );
  const { result } = await deliver(mailTo(port, { account }));
  expect(result).toEqual({ error: 656, protocolError: 0 });
});

/** Resolves when the server's end is closed, by whatever. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
  });
}

/** Sends without end, as fast as the other side takes it. */
function flood(socket: Socket, text: string): void {
  const pour = (): void => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on("drain", pour);
  pour();
}

it("a server that sends replies without end gets no mail out of the module", async () => {
  let closed: Promise<unknown> | undefined;
  const port = await startRawServer((socket) => {
    closed = closeOf(socket);
    flood(socket, "250 again\r\n".repeat(1000));
  });
  const { result } = await deliver(mailTo(port));
  // Whichever comes first: DATA is answered with 250, or too much has come.
  expect([660, 656]).toContain(result.error);
  await closed;
});

describe("replies that nobody asked for", () => {
  it.each(STEPS.slice(0, -1))("behind that to %s answer nothing", async (step) => {
    const replies = STEPS.map(([name, , reply]) =>
      name === step ? `${reply}250 sent, of course\r\n` : reply,
    );
    replies[replies.length - 1] = "554 no\r\n";
    const port = await startRawServer(saying(...replies, "221 bye\r\n"));
    const { result } = await deliver(mailTo(port, { account }));
    expect(result).toEqual({ error: 682, protocolError: 554 });
  });

  it("that take leave end the delivery", async () => {
    const port = await startRawServer(
      saying("220 mx\r\n", `${HELLO}421 shutting down\r\n`, "221 bye\r\n"),
    );
    const { result, commands } = await deliver(mailTo(port, { account }));
    expect(result).toEqual({ error: 666, protocolError: 421 });
    expect(commands).toEqual(["EHLO [127.0.0.1]", "QUIT"]);
  });
});

describe("what is no reply of SMTP", () => {
  it.each([
    ["220\r\n", SENT],
    ["220 \r\n", SENT],
    ["220 mx\n", SENT],
    ["22 mx\r\n", { error: 660, protocolError: 0 }],
    ["2200 mx\r\n", { error: 660, protocolError: 0 }],
    ["SSH-2.0-OpenSSH_9.2\r\n", { error: 660, protocolError: 0 }],
    ["\r\n", { error: 660, protocolError: 0 }],
    ["220-a\r\nb\r\n", { error: 660, protocolError: 0 }],
    ["\0\xff\xfe\r\n", { error: 660, protocolError: 0 }],
  ])("is told from one: %j", async (greeting, expected) => {
    const [, ...others] = STEPS.map(([, , reply]) => reply);
    const port = await startRawServer(saying(greeting, ...others, "221 bye\r\n"));
    expect((await deliver(mailTo(port, { account }))).result).toEqual(expected);
  });
});

it("a sent mail stays sent, whatever becomes of QUIT", async () => {
  for (const reply of ["500 what?", "421 bye", "", "nonsense"]) {
    const port = await startTalker({ QUIT: reply });
    const limit = new AbortController();
    const delivery = deliver(
      mailTo(port),
      {
        onEvent: (event) => {
          // A server that never answers QUIT does not let the module's time pass.
          if (event.type === "sent" && event.line === "QUIT") setImmediate(() => limit.abort());
        },
      },
      limit.signal,
    );
    expect((await delivery).result).toEqual(SENT);
  }
});
