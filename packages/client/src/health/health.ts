import type { Channel } from "../channel/channel.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { cleanUp } from "../mail/clean-up.ts";
import type { MailTurn } from "../mail/mail-turn.ts";
import type { Mailer } from "../mail/mailer.ts";
import { planServerSetup, type ServerSetup } from "../mail/server-setup.ts";
import type { Network } from "../network/network.ts";
import { completeServer } from "../options/complete.ts";
import { checkedOptions, OptionProblems } from "../options/option-problems.ts";
import { diagnoseOptions, verifyOptions } from "../options/option-tables.gen.ts";
import type { ModuleOptions, SmtpOptions } from "../options/options.ts";
import { startDeadline } from "../time/deadline.ts";
import { diagnose } from "./diagnose.ts";
import { Examiner } from "./examiner.ts";
import type { HealthReport, Verification } from "./health-report.ts";
import { verify } from "./verify.ts";

/** How a diagnosis is made. */
export interface DiagnoseOptions {
  /** Gives the examination up. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Longest time in milliseconds, from the call on: waiting for mails on their way included. Default
   * 120 000.
   */
  readonly timeoutMs?: number | undefined;
}

/** What is tried before mails are sent. */
export interface VerifyOptions {
  /** Gives the verification up; what it has put on the module is cleared all the same. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Longest time in milliseconds, from the call on: waiting for mails on their way included. Default
   * 300 000. Cleaning up may take 15 s beyond that.
   */
  readonly timeoutMs?: number | undefined;
  /** Another server than the one the module was opened with. */
  readonly smtp?: SmtpOptions | undefined;
}

/** The module around the examinations. */
export interface HealthModule {
  readonly channel: Channel;
  readonly network: Network;
  readonly limits: ModuleLimits;
  readonly mail: Mailer;
  readonly identity: () => { readonly model: string; readonly revision: string };
}

const diagnoseTimeoutMs = 120_000;
const verifyTimeoutMs = 300_000;
const cleanUpMs = 15_000;

/** Lines that go where `AT+QURCCFG` says: one that comes here shows that this is the port. */
const routedLines: readonly string[] = [
  "smtpSendResult",
  "pdpDeactivated",
  "hostResolved",
  "hostAddress",
];

/** Examines an open module. */
export class Health {
  readonly #module: HealthModule;
  readonly #options: ModuleOptions;
  #seesUrcs = false;

  constructor(module: HealthModule, options: ModuleOptions) {
    this.#module = module;
    this.#options = options;
    module.channel.onUrc(({ name }) => {
      if (routedLines.includes(name)) this.#seesUrcs = true;
    });
    // It may be another port.
    module.channel.onAttached(() => {
      this.#seesUrcs = false;
    });
  }

  /** See `QsmtpModule.diagnose`. */
  async diagnose(options: DiagnoseOptions): Promise<HealthReport> {
    const given = checkedOptions<DiagnoseOptions>(options, diagnoseOptions);
    const { timeoutMs = diagnoseTimeoutMs, signal } = given;
    const { smtp } = this.#options;
    const server = smtp === undefined ? undefined : this.#plan(smtp);
    const turn = { what: "the diagnosis", timeoutMs, signal };
    return await this.#module.mail.inTurn(turn, async (tools) => {
      const examiner = new Examiner(this.#module.channel, tools.signal);
      await examiner.try(tools.prepare);
      return await this.#clearedAfter(tools, () =>
        diagnose({
          examiner,
          files: tools.files,
          limits: this.#module.limits,
          contextId: this.#module.network.contextId,
          identity: this.#module.identity(),
          options: this.#options,
          server,
          seesUrcs: this.#seesUrcs,
        }),
      );
    });
  }

  /** See `QsmtpModule.verify`. */
  async verify(options: VerifyOptions): Promise<Verification> {
    const problems = new OptionProblems();
    const given = problems.read<VerifyOptions>(options, verifyOptions);
    const { timeoutMs = verifyTimeoutMs, signal } = given;
    const wanted = given.smtp ?? this.#options.smtp;
    if (wanted === undefined) {
      const hint = "Give it to openModule or to verify.";
      problems.add("smtp", "is needed to verify a mail's way", hint);
    }
    const complete = wanted && completeServer(wanted, problems);
    const planned = problems.attempt(() => complete && this.#plan(complete));
    const [server, smtp] = [problems.settle(planned), problems.settle(complete)];
    for (const { set } of server.settings) this.#module.channel.protect(set);
    const turn = { what: "the verification", timeoutMs, signal };
    return await this.#module.mail.inTurn(turn, async (tools) => {
      const { channel, network, limits } = this.#module;
      const { files, draft, settings } = tools;
      const examiner = new Examiner(channel, tools.signal);
      await examiner.try(tools.prepare);
      const seesUrcs = (): boolean => this.#seesUrcs;
      const given = { network, files, draft, settings, limits, smtp, server, seesUrcs };
      return await this.#clearedAfter(tools, () =>
        verify({ examiner, options: this.#options, ...given }),
      );
    });
  }

  #plan(smtp: SmtpOptions): ServerSetup {
    const { network, limits } = this.#module;
    return planServerSetup(smtp, network.contextId, limits);
  }

  /** Clears draft and files whatever happens, with a time limit of its own. */
  async #clearedAfter<T>({ files, draft, closed }: MailTurn, work: () => Promise<T>): Promise<T> {
    const { channel } = this.#module;
    try {
      return await work();
    } finally {
      const deadline = startDeadline(channel.clock, cleanUpMs, "cleaning up", closed);
      // What cannot be cleaned now stays known; the next mail and `close` try again.
      await cleanUp({ channel, files, draft }, deadline.signal).catch(() => undefined);
      deadline.dispose();
    }
  }
}
