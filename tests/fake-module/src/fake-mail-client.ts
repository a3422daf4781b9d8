import { type DeliveredMail, type Draft, deliver, emptyDraft } from "./fake-delivery.ts";
import { splitValues } from "./fake-files.ts";
import { type Answer, type FakeModule, final, reply } from "./fake-module.ts";
import { FakeSettings } from "./fake-settings.ts";

const busy = 652;
const noFile = 661;
const wrongInput = 664;

/** What happens when the order to send is given. */
export interface SendingPlan {
  /** Time from the `OK` to the result. Default 0.8 s. */
  readonly ms?: number | undefined;
  /** The numbers of `+QSMTPPUT`; `undefined`: none is printed. */
  readonly result?: string | undefined;
  /** Whether the mail reaches its recipients. Default: when the result is 0. */
  readonly delivers?: boolean | undefined;
  /** The result is printed so often. Default once. */
  readonly times?: number | undefined;
  /** The result comes in front of the `OK`. */
  readonly beforeOk?: boolean | undefined;
  /** The result is printed so much later than the module is done. */
  readonly resultLateMs?: number | undefined;
}

/** The SMTP commands: settings, draft, and what becomes of the mails. */
export class FakeMailClient {
  readonly delivered: DeliveredMail[] = [];
  /** When the order to send was taken. */
  readonly orders: number[] = [];
  settings: FakeSettings = new FakeSettings();
  draft: Draft = emptyDraft();
  /** What happens with the next mails, the first of them first; then as usual. */
  readonly plans: SendingPlan[] = [];
  usual: SendingPlan = { result: "0,0" };
  /** Whether all SMTP commands are refused while it sends. */
  refusesWhileSending = true;
  /** Whether `AT+QSMTPCLR` is taken all the same. */
  clearsWhileSending = false;
  #sending = 0;
  readonly #module: FakeModule;

  constructor(module: FakeModule) {
    this.#module = module;
  }

  get sending(): boolean {
    return this.#sending > 0;
  }

  /** Everything volatile is gone; a mail on its way is too. */
  reset(): void {
    this.settings = new FakeSettings();
    this.draft = emptyDraft();
    this.#sending = 0;
  }

  run(command: string): Answer | undefined {
    const found = /^\+(QSMTP[A-Z]+|QSSLCFG)(\?|=\?|=(.*))?$/i.exec(command);
    if (found === null) return undefined;
    const [, name = "", form = "", values = ""] = found;
    if ((command.match(/"/g)?.length ?? 0) % 2 !== 0)
      return { text: this.#module.error(wrongInput) };
    if (form === "=?") return { text: this.#test(name.toUpperCase()) };
    const given = form.startsWith("=") ? splitValues(values) : [];
    return this.#answer(name.toUpperCase(), form === "?", given);
  }

  #answer(name: string, asks: boolean, given: readonly string[]): Answer | undefined {
    if (name === "QSSLCFG") return { text: this.settings.ssl(given) };
    const clears = name === "QSMTPCLR" && this.clearsWhileSending;
    if (this.sending && this.refusesWhileSending && !clears) {
      return { text: this.#module.error(busy) };
    }
    switch (name) {
      case "QSMTPCFG":
        return { text: this.settings.smtp(given) ?? this.#module.error(wrongInput) };
      case "QSMTPDST":
        return { text: asks ? this.#showRecipients() : this.#setRecipient(given) };
      case "QSMTPSUB":
        return { text: asks ? this.#showSubject() : this.#setSubject(given) };
      case "QSMTPATT":
        return { text: asks ? this.#showAttachments() : this.#setAttachment(given) };
      case "QSMTPBODY":
        return asks ? { text: reply() } : this.#takeBody(given);
      case "QSMTPCLR":
        this.draft = emptyDraft();
        return { text: reply() };
      case "QSMTPPUT":
        return { text: this.#put(Number(given[0])) };
      default:
        return undefined;
    }
  }

  /** The forms are answered whatever goes on. */
  #test(name: string): string {
    if (name === "QSMTPCFG") return this.settings.smtp(["?"]) ?? reply();
    return name === "QSMTPPUT" ? reply("+QSMTPPUT: (60-65535)") : reply();
  }

  #showRecipients(): string {
    return reply(
      ...this.draft.recipients.map(({ type, address }) => `+QSMTPDST: ${type},"${address}"`),
    );
  }

  #setRecipient([mode, type = "", address = ""]: readonly string[]): string {
    if (mode === "0") this.draft.recipients = [];
    else if (mode !== "1" || !/^[123]$/.test(type) || address === "" || address.length > 50) {
      return this.#module.error(wrongInput);
    } else this.draft.recipients = [...this.draft.recipients, { type: Number(type), address }];
    return reply();
  }

  #showSubject(): string {
    const { charset, text } = this.draft.subject;
    return reply(`+QSMTPSUB: ${charset},"${text}"`);
  }

  #setSubject([charset = "", text = ""]: readonly string[]): string {
    const hex = charset !== "0";
    const fits = hex ? /^([0-9a-f]{2}){0,100}$/i.test(text) : text.length <= 100;
    if (!/^[0-3]$/.test(charset) || !fits) return this.#module.error(wrongInput);
    this.draft.subject = { charset: Number(charset), text };
    return reply();
  }

  #showAttachments(): string {
    const lines = [...this.draft.attachments].sort(([a], [b]) => a - b);
    return reply(
      ...lines.map(([index, name]) => {
        const size = this.#module.files.sizeOf(name) ?? 0;
        return `+QSMTPATT: ${index},"${name}",${size}`;
      }),
    );
  }

  #setAttachment([mode, index = "", name = ""]: readonly string[]): string {
    if (mode === "0") {
      if (index === "") this.draft.attachments.clear();
      else this.draft.attachments.delete(Number(index));
      return reply();
    }
    if (mode !== "1" || !/^([1-9]|10)$/.test(index) || name.length > 50) {
      return this.#module.error(wrongInput);
    }
    if (this.#module.files.sizeOf(name) === undefined) return this.#module.error(noFile);
    this.draft.attachments.set(Number(index), name);
    return reply();
  }

  #takeBody([charset = "", length = "", seconds = "90"]: readonly string[]): Answer {
    const lengthBytes = Number(length);
    const fits = lengthBytes >= 1 && lengthBytes <= 10_240 && /^[1-9]\d{0,4}$/.test(seconds);
    if (!/^[0-3]$/.test(charset) || !fits) {
      return { text: this.#module.error(wrongInput) };
    }
    const { draft } = this;
    return {
      text: final("CONNECT"),
      data: {
        lengthBytes,
        totalMs: Number(seconds) * 1000,
        done: (bytes) => {
          draft.body = { charset: Number(charset), bytes };
          return reply(`+QSMTPBODY: ${bytes.length}`);
        },
      },
    };
  }

  #put(seconds: number): string {
    const module = this.#module;
    if (!(seconds >= 60 && seconds <= 65_535)) return module.error(wrongInput);
    if (this.draft.recipients.length === 0) return module.error(659);
    this.orders.push(module.clock.now());
    const plan = { ...this.usual, ...this.plans.shift() };
    const mail = deliver(this.draft, this.settings, module);
    const result = mail.problem ?? plan.result;
    const done = (): void => {
      const arrives = plan.delivers ?? plan.result?.startsWith("0,");
      if (mail.problem === undefined && arrives) this.delivered.push(mail.finish());
    };
    const text = result === undefined ? "" : final(`+QSMTPPUT: ${result}`);
    const printed = text.repeat(plan.times ?? 1);
    if (plan.beforeOk) {
      done();
      return printed + reply();
    }
    this.#sending += 1;
    module.later(plan.ms ?? 800, () => {
      this.#sending -= 1;
      done();
      if (plan.resultLateMs === undefined) module.print(printed);
      else module.later(plan.resultLateMs, () => module.print(printed));
    });
    return reply();
  }
}
