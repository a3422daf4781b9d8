import { EventEmitter } from "node:events";
import {
  InvalidOptionError,
  ModuleClosedError,
  type SendOptions,
  type VerifyOptions,
} from "@qsmtp/client";
import type { FetchLimits } from "./content/fetch-bytes.ts";
import { type MailDeadline, startDeadline } from "./mail-deadline.ts";
import { asMailError } from "./mail-error.ts";
import { composedOf, fieldsOf, type GivenFields, type GivenMail } from "./message/given-mail.ts";
import { loadMessage } from "./message/load-message.ts";
import {
  type MessagePolicy,
  releaseMessage,
  type TakenMessage,
  takeMessage,
} from "./message/take-message.ts";
import type { ModuleHolder } from "./module-holder.ts";
import { type OwnSignal, ownSignal } from "./own-signal.ts";
import { type QsmtpSentMessageInfo, sentMessageInfo } from "./sent-message-info.ts";
import type { QsmtpTransport, SendCallback, VerifyCallback } from "./transport-face.ts";
import { VerificationError } from "./verification-error.ts";
import { ownVersion } from "./version.ts";

/** What a transport is made of. */
export interface TransportParts {
  readonly holder: ModuleHolder;
  readonly policy: MessagePolicy;
  readonly limits: FetchLimits;
  readonly send: Omit<SendOptions, "signal">;
}

const usualTimeoutMs = 600_000;

/** Hands nodemailer's mails to a module. */
export class ModuleTransport extends EventEmitter implements QsmtpTransport {
  readonly name = "@qsmtp/nodemailer";
  readonly version: string = ownVersion();
  readonly supportsAbortSignal = true;
  readonly #parts: TransportParts;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  /** Settles when the mail before has been handed to the client, or has failed. */
  #lastHandedOver: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(parts: TransportParts) {
    super();
    this.#parts = parts;
    // As nodemailer's pool does, for programs that fetch their first mail then.
    setImmediate(() => this.#tellIdle());
  }

  send(mail: GivenMail, callback: SendCallback): void {
    const running = this.#begin(mail);
    this.#running.add(running);
    const end = (tell: () => void): void => {
      this.#running.delete(running);
      // What a callback throws is its own failure, not that of the mail.
      queueMicrotask(tell);
      queueMicrotask(() => this.#tellIdle());
    };
    running.then(
      (info) => end(() => callback(null, info)),
      (error: unknown) => end(() => (callback as FailureCallback)(asMailError(error))),
    );
  }

  verify(): Promise<true>;
  verify(callback: VerifyCallback): void;
  verify(callback?: VerifyCallback): Promise<true> | undefined {
    const verified = this.#verify();
    if (callback === undefined) return verified;
    verified.then(
      () => queueMicrotask(() => callback(null, true)),
      (error: unknown) => queueMicrotask(() => (callback as FailureCallback)(asMailError(error))),
    );
    return undefined;
  }

  isIdle(): boolean {
    return this.#running.size === 0 && !this.#closing.signal.aborted;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #tellIdle(): void {
    if (this.isIdle()) this.emit("idle");
  }

  async #begin(mail: GivenMail): Promise<QsmtpSentMessageInfo> {
    if (this.#closing.signal.aborted) throw new ModuleClosedError();
    const { policy, limits, send } = this.#parts;
    const data = fieldsOf(mail);
    const given = signalOf(data);
    const outer = [this.#closing.signal, ...(given === undefined ? [] : [given.signal])];
    const taken = takeMessage(mail, policy);
    const messageId = composedOf(mail).messageId();
    const timeoutMs = send.timeoutMs ?? usualTimeoutMs;
    const deadline = startDeadline(limits.clock, timeoutMs, outer);
    try {
      const receipt = await this.#handOver(taken, deadline, AbortSignal.any(outer));
      const { addresses, dropped, notices } = taken;
      const from = addresses.from.address;
      return sentMessageInfo(receipt, { from, messageId, dropped, notices });
    } catch (error) {
      releaseMessage(taken);
      throw error;
    } finally {
      deadline.dispose();
      given?.release();
    }
  }

  /** Makes the message ready, and gives it to the client when those before have been given. */
  async #handOver(
    taken: TakenMessage,
    deadline: MailDeadline,
    signal: AbortSignal,
  ): ReturnType<Awaited<ReturnType<ModuleHolder["get"]>>["mail"]["send"]> {
    const { holder, limits, send } = this.#parts;
    const before = this.#lastHandedOver;
    let handedOver = (): void => undefined;
    this.#lastHandedOver = new Promise((resolve) => {
      handedOver = () => resolve(before);
    });
    try {
      const loading = loadMessage(taken, { limits, signal: deadline.signal });
      const message = await deadline.within(loading);
      const module = await deadline.within(holder.get());
      await deadline.within(before);
      const timeoutMs = deadline.remainingMs();
      deadline.dispose();
      const sending = module.mail.send(message, { ...send, timeoutMs, signal });
      handedOver();
      return await sending;
    } finally {
      handedOver();
    }
  }

  async #verify(): Promise<true> {
    if (this.#closing.signal.aborted) throw new ModuleClosedError();
    const { holder, send } = this.#parts;
    const module = await holder.get();
    const options: VerifyOptions = { signal: this.#closing.signal, smtp: send.smtp };
    const verification = await module.verify(options);
    if (!verification.ok) throw new VerificationError(verification);
    return true;
  }

  async #close(): Promise<void> {
    this.#closing.abort(new ModuleClosedError());
    await Promise.allSettled([this.#parts.holder.close(), ...this.#running]);
    this.emit("close");
    this.emit("clear");
  }
}

/** How nodemailer's own transports call on failure. */
type FailureCallback = (error: Error) => void;

function signalOf({ signal }: GivenFields): OwnSignal | undefined {
  if (signal === undefined || signal === null) return undefined;
  const own = ownSignal(signal);
  if (own !== undefined) return own;
  throw new InvalidOptionError([{ path: "signal", message: "must be an AbortSignal" }]);
}
