import { describe, expect, it } from "vitest";
import { deliver, mailTo, SENT, startServer, startTalker } from "./relay.fixture.ts";

const account = { user: "pump7", pass: "secret" };

describe("a server that does not know EHLO", () => {
  it.each(["500 what?", "502 no", "504 not here"])("is greeted with HELO (%s)", async (reply) => {
    const port = await startTalker({ EHLO: reply });
    const { result, commands } = await deliver(mailTo(port));
    expect(result).toEqual(SENT);
    expect(commands.slice(0, 3)).toEqual([
      "EHLO [127.0.0.1]",
      "HELO [127.0.0.1]",
      "MAIL FROM:<pump7@example.org>",
    ]);
  });

  it("is one of old that other people wrote", async () => {
    const server = await startServer({ disabledCommands: ["EHLO", "STARTTLS"] });
    const { result, commands } = await deliver(mailTo(server.port));
    expect(result).toEqual(SENT);
    expect(commands).toContain("HELO [127.0.0.1]");
    expect(server.arrivals).toHaveLength(1);
  });

  it("offers nothing: no way to show an account, no TLS", async () => {
    const port = await startTalker({ EHLO: "502 no" });
    const withAccount = await deliver(mailTo(port, { account }));
    expect(withAccount.result).toEqual({ error: 655, protocolError: 0 });
    const secured = await deliver(mailTo(port, { security: "starttls" }));
    expect(secured.result).toEqual({ error: 665, protocolError: 0 });
    expect(secured.commands).not.toContain("STARTTLS");
  });

  it("is believed when it refuses HELO too", async () => {
    const port = await startTalker({ EHLO: "502 no", HELO: "550 not you" });
    expect((await deliver(mailTo(port))).result).toEqual({ error: 678, protocolError: 550 });
  });
});

it.each([
  [421, 666],
  [450, 667],
  [501, 671],
  [550, 678],
  [554, 682],
])("another refusal of EHLO, %i, is final", async (code, error) => {
  const port = await startTalker({ EHLO: `${code} no` });
  const { result, commands } = await deliver(mailTo(port));
  expect(result).toEqual({ error, protocolError: code });
  expect(commands).not.toContain("HELO [127.0.0.1]");
});
