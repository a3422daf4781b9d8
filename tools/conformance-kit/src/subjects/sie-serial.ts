import { SerialPortStream } from "@serialport/stream";
import { AsyncSerialPort, AtChannel } from "@sie-js/serial";
import { fakeBinding, fakePath } from "../fake-binding.ts";
import { versionOf } from "../installed-version.ts";
import type { Question } from "../questions.ts";
import type { Answer, Subject } from "./subject.ts";

export const sieSerial: Subject = {
  name: "@sie-js/serial",
  version: versionOf("@sie-js/serial"),
  asked:
    "`handshake`, then the method of `AtChannel` that fits: `sendCommand` with the prefix, `sendCommandNoPrefix` for free text, `sendCommandDial` where `CONNECT` comes",
  open: async (farEnd) => {
    const stream = new SerialPortStream({
      binding: fakeBinding(farEnd),
      path: fakePath,
      baudRate: 115_200,
      autoOpen: false,
    });
    const port = new AsyncSerialPort(stream);
    await port.open();
    const channel = new AtChannel(port);
    channel.start();
    await channel.handshake();
    return {
      execute: async (question, timeoutMs) => answerOf(await send(channel, question, timeoutMs)),
      close: async () => {
        channel.stop();
        await port.close();
      },
    };
  },
};

/** By the method that is made for what will come back. */
function send(channel: AtChannel, { text, prefix, payload }: Question, timeoutMs: number) {
  if (payload !== undefined) return channel.sendCommandDial(text, timeoutMs);
  if (prefix === undefined) return channel.sendCommandNoPrefix(text, timeoutMs);
  return channel.sendCommand(text, prefix, timeoutMs);
}

type AtResponse = Awaited<ReturnType<AtChannel["sendCommand"]>>;

function answerOf({ success, status, lines }: AtResponse): Answer {
  if (success) return status === "CONNECT" ? { kind: "connect" } : { kind: "reply", lines };
  if (status === "TIMEOUT") return { kind: "timeout" };
  if (status === "PORT_CLOSED" || status === "PAUSED") return { kind: "lost" };
  return { kind: "failed", says: status };
}
