import { createMemoryLine } from "@qsmtp/transport/memory";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Channel } from "../channel/channel.ts";
import { PdpActivationError } from "../errors/pdp-activation-error.ts";
import { ModuleLimits } from "../limits/module-limits.ts";
import type { PdpOptions } from "../options/options.ts";
import { Network } from "./network.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** As much of a module as the network needs, made from the manual. */
class SmallModule {
  readonly lines: string[] = [];
  readonly open = new Set<number>();
  /** By `AT+CGACT?`. */
  readonly held = new Set<number>();
  /** So many activations fail. */
  failing = 0;
  /** Deactivations are refused. */
  holdsOn = false;

  answer(line: string): string {
    this.lines.push(line);
    const id = Number(/=(\d+)/.exec(line)?.[1]);
    switch (line.replace(/=\d+$/, "=")) {
      case "AT+CPIN?":
        return "+CPIN: READY";
      case "AT+CEREG?":
        return "+CEREG: 0,1";
      case "AT+CMEE?":
        return "+CMEE: 1";
      case "AT+QIACT?":
        return [...this.open].map((one) => `+QIACT: ${one},1,1,"10.0.0.${one}"`).join("\r\n");
      case "AT+CGACT?":
        return [...this.open, ...this.held].map((one) => `+CGACT: ${one},1`).join("\r\n");
      case "AT+QICSGP=":
        return '+QICSGP: 1,"internet","","",0';
      case "AT+CGATT?":
        return "+CGATT: 1";
      case "AT+QIGETERROR":
        return "+QIGETERROR: 561,open PDP context failed";
      case "AT+QIACT=":
        if (this.failing > 0) {
          this.failing -= 1;
          return "ERROR";
        }
        this.open.add(id);
        return "";
      case "AT+QIDEACT=":
        if (this.holdsOn) return "ERROR";
        this.open.delete(id);
        return "";
      default:
        return /^AT\+QSSLCFG="(\w+)",(\d)$/.test(line)
          ? line.replace(/^AT\+QSSLCFG=(.*)$/, "+QSSLCFG: $1,0")
          : "ERROR";
    }
  }
}

async function setUp(pdp: PdpOptions = {}) {
  const module = new SmallModule();
  const line = createMemoryLine();
  let pending = "";
  line.farEnd.onData((chunk) => {
    pending += Buffer.from(chunk).toString("latin1");
    for (let end = pending.indexOf("\r"); end >= 0; end = pending.indexOf("\r")) {
      const told = module.answer(pending.slice(0, end));
      pending = pending.slice(end + 1);
      const lines = told === "ERROR" ? ["ERROR"] : [...(told === "" ? [] : [told]), "OK"];
      line.farEnd.write(Buffer.from(lines.map((one) => `\r\n${one}\r\n`).join("")));
    }
  });
  const channel = new Channel(await line.transport.open());
  return { module, channel, network: new Network(channel, pdp, new ModuleLimits()) };
}

async function settle<T>(promise: Promise<T>): Promise<T | Error> {
  const settled = promise.catch((error: unknown) => error as Error);
  await vi.advanceTimersByTimeAsync(400_000);
  return await settled;
}

const never = new AbortController().signal;

function switches({ lines }: SmallModule): string[] {
  return lines.filter((line) => /^AT\+QI(DE)?ACT=/.test(line)).map((line) => line.slice(3));
}

describe("reactivate", () => {
  test("takes the context down and up again", async () => {
    const { network, module } = await setUp({ idleTimeoutMs: false });
    const release = await settle(network.use(never));
    if (typeof release === "function") release();
    expect(await settle(network.reactivate(never))).toBeUndefined();
    expect(switches(module)).toEqual(["QIACT=1", "QIDEACT=1", "QIACT=1"]);
  });

  test("tries three times, and says when a restart is the next step", async () => {
    const { network, module } = await setUp();
    module.open.add(1);
    module.failing = 3;
    const error = await settle(network.reactivate(never));
    expect(error).toBeInstanceOf(PdpActivationError);
    expect(error).toMatchObject({ reason: "unexplained", needsRestart: true, retryable: true });
    expect(switches(module)).toEqual([
      "QIDEACT=1",
      "QIACT=1",
      "QIDEACT=1",
      "QIACT=1",
      "QIDEACT=1",
      "QIACT=1",
    ]);
    module.failing = 2;
    expect(await settle(network.reactivate(never))).toBeUndefined();
  });

  test("does not touch a context that only others have active", async () => {
    const { network, module } = await setUp();
    module.held.add(1).add(2);
    module.failing = 9;
    const error = await settle(network.reactivate(never));
    expect(error).toMatchObject({ reason: "usedByOthers" });
    expect(switches(module)).not.toContain("QIDEACT=1");
  });

  test("what was up before we came stays up when we go", async () => {
    const { network, module, channel } = await setUp({ idleTimeoutMs: 60_000 });
    module.open.add(1);
    await settle(network.reactivate(never));
    await vi.advanceTimersByTimeAsync(3_600_000);
    await settle(network.release(never));
    expect([...module.open]).toEqual([1]);
    await channel.close();
  });

  test("goes on when the context cannot be taken down", async () => {
    const { network, module } = await setUp({ idleTimeoutMs: false });
    module.open.add(1);
    module.holdsOn = true;
    expect(await settle(network.reactivate(never))).toBeUndefined();
  });

  test("ends when it is given up, and leaves no timer", async () => {
    const { network, channel } = await setUp();
    const give = new AbortController();
    give.abort(new Error("enough"));
    expect(await settle(network.reactivate(give.signal))).toMatchObject({ code: "ABORTED" });
    await channel.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("use", () => {
  test("is counted: the idle time begins with the last release", async () => {
    const { network, module, channel } = await setUp({ idleTimeoutMs: 60_000 });
    const [one, other] = [await settle(network.use(never)), await settle(network.use(never))];
    if (typeof one !== "function" || typeof other !== "function") throw new Error("not up");
    one();
    one();
    await vi.advanceTimersByTimeAsync(120_000);
    expect([...module.open]).toEqual([1]);
    other();
    await vi.advanceTimersByTimeAsync(59_000);
    expect([...module.open]).toEqual([1]);
    await vi.advanceTimersByTimeAsync(2000);
    expect([...module.open]).toEqual([]);
    await channel.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that fails leaves no idle timer of its own", async () => {
    const { network, module, channel } = await setUp();
    module.failing = 9;
    expect(await settle(network.use(never))).toBeInstanceOf(PdpActivationError);
    await channel.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
