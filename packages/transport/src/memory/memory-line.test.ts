import { describe, expect, it } from "vitest";
import { describeLineContract } from "../line.contract.ts";
import { createMemoryLine } from "./memory-line.ts";

describeLineContract("line in memory", createMemoryLine);

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("line in memory", () => {
  it("hands over what the far end writes in two calls as two chunks", async () => {
    const { transport, farEnd } = createMemoryLine();
    const connection = await transport.open();
    const chunks: string[] = [];
    const both = new Promise<void>((resolve) => {
      connection.onData((chunk) => {
        chunks.push(new TextDecoder().decode(chunk));
        if (chunks.length === 2) resolve();
      });
    });
    farEnd.write(text("O"));
    farEnd.write(text("K"));
    await both;
    expect(chunks).toEqual(["O", "K"]);
    await connection.close();
  });

  it("copies the bytes both ways", async () => {
    const { transport, farEnd } = createMemoryLine();
    const connection = await transport.open();
    const atModule: Uint8Array[] = [];
    farEnd.onData((chunk) => atModule.push(chunk));
    const atHost = new Promise<Uint8Array>((resolve) => connection.onData(resolve));
    const sent = text("AT");
    await connection.write(sent);
    const answer = text("OK");
    farEnd.write(answer);
    sent.fill(0);
    answer.fill(0);
    expect(atModule).toEqual([text("AT")]);
    expect(await atHost).toEqual(text("OK"));
    await connection.close();
  });

  it("answers a write from within it, and the host gets the answer only after its own turn", async () => {
    const { transport, farEnd } = createMemoryLine();
    const connection = await transport.open();
    const order: string[] = [];
    farEnd.onData(() => {
      farEnd.write(text("OK"));
      order.push("module has answered");
    });
    const answered = new Promise<void>((resolve) => {
      connection.onData(() => {
        order.push("host has the answer");
        resolve();
      });
    });
    await connection.write(text("AT"));
    await answered;
    expect(order).toEqual(["module has answered", "host has the answer"]);
    await connection.close();
  });
});
