import type { SMTPServerOptions } from "smtp-server";
import { describe, expect, it } from "vitest";
import {
  deliver,
  mailTo,
  replyError,
  SENT,
  saying,
  startRawServer,
  startServer,
} from "./relay.fixture.ts";

const account = { user: "pump7", pass: "s3cret Paß" };

/** A server that asks for the account, by the ways of `authMethods`. */
function asking(...authMethods: readonly string[]): SMTPServerOptions {
  return {
    authOptional: false,
    authMethods: [...authMethods],
    onAuth({ username, password, method, validatePassword }, _session, callback) {
      const isRight =
        method === "CRAM-MD5" ? validatePassword(account.pass) : password === account.pass;
      const isKnown = username === account.user && isRight;
      callback(isKnown ? null : replyError(535), { user: `${username} by ${method}` });
    },
  };
}

describe("CRAM-MD5", () => {
  it("shows the account to a server that offers nothing else", async () => {
    const server = await startServer(asking("CRAM-MD5"));
    const { result, events } = await deliver(mailTo(server.port, { account }));
    expect(result).toEqual(SENT);
    expect(server.arrivals[0]?.session.user).toBe("pump7 by CRAM-MD5");
    expect(events).toContainEqual({ type: "sent", line: "*** (user name and digest)" });
  });

  it("with a wrong password is 677,535", async () => {
    const server = await startServer(asking("CRAM-MD5"));
    const wrong = { ...account, pass: "wrong" };
    const { result } = await deliver(mailTo(server.port, { account: wrong }));
    expect(result).toEqual({ error: 677, protocolError: 535 });
  });

  it("digests the challenge as RFC 2195 shows", async () => {
    const challenge = "<1896.697170952@postoffice.reston.mci.net>";
    let answer = "";
    const port = await startRawServer((socket) => {
      saying(
        "220 mx\r\n",
        "250-mx\r\n250 AUTH CRAM-MD5\r\n",
        `334 ${Buffer.from(challenge).toString("base64")}\r\n`,
        "535 stop here\r\n",
      )(socket);
      socket.on("data", (bytes) => {
        const line = bytes.toString().trim();
        if (answer === "" && !line.includes(" ")) answer = Buffer.from(line, "base64").toString();
      });
    });
    const known = { user: "tim", pass: "tanstaaftanstaaf" };
    await deliver(mailTo(port, { account: known }));
    expect(answer).toBe("tim b913a602c7eda7a495b4e6e7334d3890");
  });
});

describe("the way that is taken", () => {
  it.each([
    [["CRAM-MD5", "LOGIN", "PLAIN"], "PLAIN"],
    [["CRAM-MD5", "LOGIN"], "LOGIN"],
    [["XOAUTH2", "CRAM-MD5"], "CRAM-MD5"],
  ])("of %j is %s", async (methods, taken) => {
    const server = await startServer(asking(...methods));
    const { result, commands } = await deliver(mailTo(server.port, { account }));
    expect(result).toEqual(SENT);
    expect(server.arrivals[0]?.session.user).toBe(`pump7 by ${taken}`);
    expect(commands.filter((line) => line.startsWith("AUTH"))).toHaveLength(1);
  });

  it("is the only one, even if the server refuses it", async () => {
    const server = await startServer(asking("PLAIN", "LOGIN", "CRAM-MD5"));
    const wrong = { ...account, pass: "wrong" };
    const { result, commands } = await deliver(mailTo(server.port, { account: wrong }));
    expect(result).toEqual({ error: 677, protocolError: 535 });
    expect(commands).toEqual(["EHLO [127.0.0.1]", "AUTH PLAIN ***", "QUIT"]);
  });

  it.each([
    ["AUTH=PLAIN", "AUTH PLAIN ***"],
    ["AUTH=LOGIN CRAM-MD5", "AUTH LOGIN"],
    ["auth login", "AUTH LOGIN"],
  ])("is read from %s", async (offer, sent) => {
    const port = await startRawServer(
      saying("220 mx\r\n", `250-mx\r\n250 ${offer}\r\n`, "535 no\r\n"),
    );
    const { commands } = await deliver(mailTo(port, { account }));
    expect(commands).toContain(sent);
  });
});

describe("a refusal in the middle", () => {
  it.each([
    ["AUTH LOGIN", ["504 no\r\n"], { error: 674, protocolError: 504 }],
    ["the user name", ["334 VXNlcm5hbWU6\r\n", "501 no\r\n"], { error: 671, protocolError: 501 }],
    [
      "the password",
      ["334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "454 later\r\n"],
      { error: 660, protocolError: 454 },
    ],
    [
      "nothing, though it asks for more than there is",
      ["334 a\r\n", "334 b\r\n", "334 c\r\n"],
      { error: 660, protocolError: 334 },
    ],
  ])("of %s ends the delivery", async (_, replies, expected) => {
    const hello = ["220 mx\r\n", "250-mx\r\n250 AUTH LOGIN\r\n"];
    const port = await startRawServer(saying(...hello, ...replies, "221 bye\r\n"));
    const { result, reason } = await deliver(mailTo(port, { account }));
    expect(result).toEqual(expected);
    expect(reason).not.toContain(account.pass);
    expect(reason).not.toContain(Buffer.from(account.pass).toString("base64"));
  });
});
