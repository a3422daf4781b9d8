import { setEcho } from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";

interface EchoStep {
  readonly signal: AbortSignal;
  readonly batch: number;
}

/**
 * A body has no checksum. A byte of it that is doubled on the way leaves one behind for the command
 * line, and modules pass over what stands in front of `AT`: only the echo of the next line shows it.
 * So echo is on from before the body until the line behind it.
 */
export class BodyEcho {
  readonly #channel: Channel;
  readonly #step: EchoStep;
  #isOn = false;
  #works = false;

  constructor(channel: Channel, step: EchoStep) {
    this.#channel = channel;
    this.#step = step;
  }

  async begin(): Promise<void> {
    await this.#channel.step(setEcho({ enabled: true }), {
      ...this.#step,
      onWritten: () => {
        this.#isOn = true;
      },
    });
  }

  /** The command of the body was echoed: so must be what follows it. */
  works(): void {
    this.#works = true;
  }

  /** Compares the line behind the body. @throws QsmtpError `NOT_AS_ASKED` */
  async end(): Promise<void> {
    if (!this.#isOn) return;
    let isExact = false;
    await this.#channel.step(setEcho({ enabled: false }), {
      ...this.#step,
      onEchoed: () => {
        isExact = true;
      },
    });
    this.#isOn = false;
    if (isExact || !this.#works) return;
    throw new QsmtpError("NOT_AS_ASKED", "a byte of the text was left over behind it", {
      fault: "link",
      retryable: true,
      hint: "The line to the module doubles bytes: use RTS/CTS flow control or a lower baud rate.",
    });
  }

  /** Switches echo off where the body has failed. */
  async off(signal: AbortSignal): Promise<void> {
    if (!this.#isOn) return;
    this.#isOn = false;
    await this.#channel.step(setEcho({ enabled: false }), { signal });
  }
}
