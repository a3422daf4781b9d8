import { CommandError, ConnectionLostError, isQsmtpError, TimeoutError } from "@qsmtp/client";
import type { Command } from "@qsmtp/protocol";
import {
  activateContext,
  clearMail,
  getErrorReporting,
  getSignalQuality,
  getSmtpAccount,
  listRecipients,
  setSmtpAccount,
  writeBody,
} from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openScripted, reply } from "./scripted-module.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A call whose failure is looked at later. */
function begin<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Lets virtual time pass until the promise settles, and gives its result or error. */
async function settle<T>(promise: Promise<T>): Promise<T | Error> {
  let done = false;
  const result = promise.then(
    (value) => {
      done = true;
      return value;
    },
    (error: Error) => {
      done = true;
      return error;
    },
  );
  while (!done) await vi.advanceTimersByTimeAsync(50);
  return result;
}

describe("replies", () => {
  test.each([
    ["echo off", ""],
    ["echo on", "AT+CSQ\r"],
  ])("a reply is decoded, %s", async (_what, echo) => {
    const { module, channel } = await openScripted();
    module.answer = () => `${echo}${reply("+CSQ: 19,99", "OK")}`;
    expect(await settle(channel.execute(getSignalQuality()))).toEqual({ rssi: 19, ber: 99 });
    await channel.close();
  });

  test("one byte at a time", async () => {
    const { module, channel } = await openScripted({}, { maxReadSize: 1 });
    module.answer = () => reply('+QSMTPDST: 1,"ops@example.org"', "OK");
    const output = await settle(channel.execute(listRecipients()));
    expect(output).toEqual({ recipients: [{ type: 1, address: "ops@example.org" }] });
    await channel.close();
  });

  test("commands run one after the other, each with its own reply", async () => {
    const { module, channel } = await openScripted();
    const seen: string[] = [];
    module.answer = (command) => {
      seen.push(command);
      return command === "AT+CSQ" ? reply("+CSQ: 7,0", "OK") : reply("OK");
    };
    const all = Promise.all([
      channel.execute(clearMail()),
      channel.execute(getSignalQuality()),
      channel.execute(clearMail()),
    ]);
    expect(await settle(all)).toEqual([undefined, { rssi: 7, ber: 0 }, undefined]);
    expect(seen).toEqual(["AT+QSMTPCLR", "AT+CSQ", "AT+QSMTPCLR"]);
    await channel.close();
  });

  test("a URC inside a reply goes to its listeners and not into the reply", async () => {
    const { module, channel } = await openScripted();
    const urcs: string[] = [];
    channel.onUrc((urc) => urcs.push(urc.name));
    module.answer = () => reply('+QIURC: "pdpdeact",1', "+CSQ: 7,0", "+QIND: SMS DONE", "OK");
    expect(await settle(channel.execute(getSignalQuality()))).toEqual({ rssi: 7, ber: 0 });
    expect(urcs).toEqual(["pdpDeactivated", "indication"]);
    await channel.close();
  });

  test("a URC behind the final result in the same chunk is not lost", async () => {
    const { module, channel } = await openScripted();
    const urcs: string[] = [];
    channel.onUrc((urc) => urcs.push(urc.name));
    module.answer = () => reply("OK", '+QIURC: "pdpdeact",1');
    await settle(channel.execute(clearMail()));
    expect(urcs).toEqual(["pdpDeactivated"]);
    await channel.close();
  });

  test("lines of unknown kind are handed over whole and shown without their content", async () => {
    const { module, channel, trace } = await openScripted();
    const lines: string[] = [];
    channel.onLine(({ text }) => lines.push(text));
    module.answer = () => reply("a piece of somebody's mail", "+NEW: 1,2", "OK");
    await settle(channel.execute(clearMail()));
    expect(lines).toEqual(["a piece of somebody's mail", "+NEW: 1,2"]);
    expect(JSON.stringify(trace)).not.toContain("somebody");
    await channel.close();
  });

  test("a module's error is typed", async () => {
    const { module, channel } = await openScripted();
    module.answer = () => reply("+CME ERROR: 652");
    const error = await settle(channel.execute(clearMail()));
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject({ code: "COMMAND_FAILED", moduleError: { name: "busy" } });
    await channel.close();
  });
});

describe("late replies", () => {
  test.each([600, 900, 1600, 2900])(
    "the late result of one command is never the next one's, %i ms",
    async (lateMs) => {
      const { module, channel } = await openScripted();
      module.answer = (command) => {
        if (command === "AT+CSQ") return { afterMs: lateMs, text: reply("+CSQ: 1,1", "OK") };
        return command === "AT+CMEE?"
          ? reply("+CMEE: 1", "OK")
          : reply('+QSMTPDST: 2,"b@example.org"', "OK");
      };
      const first = begin(channel.execute(getSignalQuality(), { timeoutMs: 500 }));
      const second = begin(channel.execute(listRecipients()));
      expect(await settle(first)).toBeInstanceOf(TimeoutError);
      expect(await settle(second)).toEqual({ recipients: [{ type: 2, address: "b@example.org" }] });
      await channel.close();
    },
  );

  test.each([600, 900, 1600, 2900])(
    "a late bare OK is not the next command's, echo off, %i ms",
    async (lateMs) => {
      const { module, channel } = await openScripted();
      let cleared = 0;
      module.answer = (command) => {
        if (command === "AT+QSMTPCLR") {
          cleared++;
          if (cleared === 1) return { afterMs: lateMs, text: reply("OK") };
          return reply("+CME ERROR: 652");
        }
        return reply("+CMEE: 1", "OK");
      };
      const first = begin(channel.execute(clearMail(), { timeoutMs: 500 }));
      const second = begin(channel.execute(clearMail()));
      expect(await settle(first)).toBeInstanceOf(TimeoutError);
      expect(await settle(second)).toBeInstanceOf(CommandError);
      await channel.close();
    },
  );

  test("the fence does not ask what the abandoned command asked", async () => {
    const { module, channel } = await openScripted();
    module.answersQuestions = false;
    let asked = 0;
    module.answer = (command) => {
      if (command === "AT+CMEE?") {
        asked++;
        if (asked === 1) return { afterMs: 2000, text: reply("+CMEE: 0", "OK") };
        return reply("+CMEE: 1", "OK");
      }
      return reply('+QSSLCFG: "sslversion",0,3', "OK");
    };
    const first = begin(channel.execute(getErrorReporting(), { timeoutMs: 500 }));
    const second = begin(channel.execute(getErrorReporting()));
    expect(await settle(first)).toBeInstanceOf(TimeoutError);
    expect(await settle(second)).toEqual({ mode: 1 });
    expect(module.sent).toContain('AT+QSSLCFG="sslversion",0\r');
    await channel.close();
  });

  test("after an abort the wire waits for the result that is still due", async () => {
    const { module, channel } = await openScripted();
    const controller = new AbortController();
    module.answer = (command) => {
      if (command === "AT+QIACT=1") return { afterMs: 20_000, text: reply("OK") };
      return command === "AT+QSMTPCLR" ? reply("OK") : undefined;
    };
    const first = begin(
      channel.execute(activateContext({ contextId: 1 }), { signal: controller.signal }),
    );
    const second = begin(channel.execute(clearMail()));
    await vi.advanceTimersByTimeAsync(100);
    controller.abort(new Error("enough"));
    expect(await settle(first)).toMatchObject({ code: "ABORTED", cause: new Error("enough") });
    expect(await settle(second)).toBeUndefined();
    // A fence behind what was given up, and one behind the bare result.
    expect(module.sent).toBe("AT+QIACT=1\rAT+CMEE?\rAT+QSMTPCLR\rAT+CMEE?\r");
    await channel.close();
  });

  test("a module that answers nothing makes every call say so in its time, until it answers", async () => {
    const { module, channel } = await openScripted();
    module.answersQuestions = false;
    const first = begin(channel.execute(clearMail(), { timeoutMs: 500 }));
    const second = begin(channel.execute(clearMail(), { timeoutMs: 20_000 }));
    expect(await settle(first)).toBeInstanceOf(TimeoutError);
    expect(await settle(second)).toMatchObject({ code: "WIRE_STATE_UNKNOWN", retryable: true });
    const third = channel.execute(clearMail(), { timeoutMs: 3000 });
    expect(await settle(third)).toMatchObject({ code: "WIRE_STATE_UNKNOWN" });
    module.answersQuestions = true;
    module.answer = () => reply("OK");
    expect(await settle(channel.execute(clearMail()))).toBeUndefined();
    await channel.close();
  });
});

describe("data phases", () => {
  const body = { charset: 0, inputTimeSeconds: 90 } as const;

  test("exactly the announced bytes go out, after CONNECT", async () => {
    const { module, channel } = await openScripted();
    let data = "";
    module.answer = (command) => {
      expect(command).toBe("AT+QSMTPBODY=0,5,90");
      module.expectData(5, (received) => {
        data = received;
        module.write(reply("+QSMTPBODY: 5", "OK"));
      });
      return reply("CONNECT");
    };
    const payload = new TextEncoder().encode("a\r\nOK");
    const command = writeBody({ ...body, lengthBytes: 5 });
    expect(await settle(channel.execute(command, { payload }))).toEqual({ writtenBytes: 5 });
    expect(data).toBe("a\r\nOK");
    await channel.close();
  });

  test("an abort leaves data mode by DTR where there is one", async () => {
    const { module, channel } = await openScripted();
    const controller = new AbortController();
    module.answer = (command) => {
      if (command.startsWith("AT+QSMTPBODY")) {
        module.expectData(100, () => {});
        return reply("CONNECT");
      }
      return command === "AT+CMEE?" ? reply("+CMEE: 1", "OK") : reply("OK");
    };
    module.line.farEnd.onControlLines(({ dtr }) => {
      if (dtr) return;
      module.expectData(0, () => {});
      module.write(reply("+QSMTPBODY: 99", "OK"));
    });
    // One byte never leaves: flow control, or a lost byte.
    const payload = new Uint8Array(100).fill(0x61);
    module.expectData(101, () => {});
    const first = begin(
      channel.execute(writeBody({ ...body, lengthBytes: 100 }), {
        payload,
        signal: controller.signal,
      }),
    );
    await vi.advanceTimersByTimeAsync(200);
    controller.abort(new Error("enough"));
    expect(await settle(first)).toMatchObject({ code: "ABORTED", cause: new Error("enough") });
    await vi.advanceTimersByTimeAsync(5000);
    expect(module.dtr.slice(-2)).toEqual([false, true]);
    expect(module.sent).not.toContain("+++");
    await channel.close();
  });

  test("without control lines it is +++ alone between its guard times", async () => {
    const { module, channel } = await openScripted({}, { controlLines: false });
    const controller = new AbortController();
    const writes: { atMs: number; text: string }[] = [];
    module.line.farEnd.onData((chunk) => {
      const text = Buffer.from(chunk).toString("latin1");
      writes.push({ atMs: Date.now(), text });
      if (text === "+++") setTimeout(() => module.write(reply("+QSMTPBODY: 100", "OK")), 1000);
    });
    module.answer = (command) =>
      command.startsWith("AT+QSMTPBODY") ? reply("CONNECT") : reply("+CMEE: 1", "OK");
    const first = begin(
      channel.execute(writeBody({ ...body, lengthBytes: 100 }), {
        payload: new Uint8Array(100).fill(0x61),
        signal: controller.signal,
      }),
    );
    await vi.advanceTimersByTimeAsync(200);
    controller.abort(new Error("enough"));
    await settle(first);
    await vi.advanceTimersByTimeAsync(10_000);
    const at = writes.findIndex(({ text }) => text === "+++");
    expect(at).toBeGreaterThan(0);
    const [before, plusses, after] = writes.slice(at - 1, at + 2);
    expect((plusses?.atMs ?? 0) - (before?.atMs ?? 0)).toBeGreaterThanOrEqual(1000);
    expect((after?.atMs ?? 0) - (plusses?.atMs ?? 0)).toBeGreaterThanOrEqual(1000);
    // Half a line may be left in front of the next: an empty one ends it.
    expect(after?.text.startsWith("\rAT")).toBe(true);
    await channel.close();
  });

  test("a payload of another length than announced is refused before a byte leaves", async () => {
    const { module, channel } = await openScripted();
    const command = writeBody({ ...body, lengthBytes: 5 });
    await expect(channel.execute(command, { payload: new Uint8Array(4) })).rejects.toThrow(
      "announces 5",
    );
    await expect(channel.execute(command as Command)).rejects.toThrow("needs a payload");
    expect(module.sent).toBe("");
    await channel.close();
  });
});

describe("the end", () => {
  test("a lost connection fails what runs and what waits, at once", async () => {
    const { module, channel } = await openScripted();
    const first = begin(channel.execute(clearMail()));
    const second = begin(channel.execute(clearMail()));
    await vi.advanceTimersByTimeAsync(10);
    module.line.farEnd.unplug();
    expect(await settle(first)).toBeInstanceOf(ConnectionLostError);
    expect(await settle(second)).toBeInstanceOf(ConnectionLostError);
    expect(await settle(channel.execute(clearMail()))).toBeInstanceOf(ConnectionLostError);
  });

  test("closing fails what runs and what waits", async () => {
    const { channel } = await openScripted();
    const results = [channel.execute(clearMail()), channel.execute(clearMail())].map((promise) =>
      settle(promise),
    );
    await channel.close();
    for (const result of results) expect(isQsmtpError(await result, "MODULE_CLOSED")).toBe(true);
  });

  test("a restart fails what runs; the next command runs", async () => {
    const { module, channel } = await openScripted();
    let restarted = false;
    module.answer = () => {
      if (restarted) return reply("OK");
      restarted = true;
      return reply("RDY");
    };
    expect(await settle(channel.execute(clearMail()))).toMatchObject({ code: "MODULE_RESTARTED" });
    expect(await settle(channel.execute(clearMail()))).toBeUndefined();
    await channel.close();
  });
});

describe("secrets", () => {
  test("a password is in no trace and no error, echo or not", async () => {
    const { module, channel, trace } = await openScripted();
    module.answer = (command) => `${command}\r${reply("+CME ERROR: 664")}`;
    const account = setSmtpAccount({ username: "user", password: "hunter2-secret" });
    const error = await settle(channel.execute(account));
    expect(error).toBeInstanceOf(CommandError);
    module.answer = () => reply('+QSMTPCFG: "account","user","hunter2-secret"', "OK");
    await settle(channel.execute(clearMail()));
    const shown = JSON.stringify([trace, (error as Error).message, (error as Error).stack]);
    expect(shown).toContain('\\"account\\",\\"user\\",\\"***\\"');
    expect(shown).not.toContain("hunter2");
    await channel.close();
  });

  test("a password that the module tells is in no trace", async () => {
    const { module, channel, trace } = await openScripted();
    module.answer = () => reply('+QSMTPCFG: "account","user","hunter2-secret"', "OK");
    const account = await settle(channel.execute(getSmtpAccount()));
    expect(account).toEqual({ username: "user", password: "hunter2-secret" });
    expect(JSON.stringify(trace)).not.toContain("hunter2");
    await channel.close();
  });
});
