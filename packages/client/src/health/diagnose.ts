import type { ModuleFiles } from "../files/module-files.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { ServerSetup } from "../mail/server-setup.ts";
import { checkContext } from "../network/check-context.ts";
import type { ModuleOptions } from "../options/options.ts";
import { examineApn, examineContexts } from "./contexts.ts";
import type { Examiner } from "./examiner.ts";
import { type HealthReport, itemOf, worstOf } from "./health-report.ts";
import { examineLine } from "./line.ts";
import {
  examineClock,
  examineFirmware,
  examineMailClient,
  examineStorage,
  examineUrcPort,
} from "./module-facts.ts";
import { examineAttachment, examineRegistration, examineSignal, examineSim } from "./radio.ts";
import { examineTls, needsClock } from "./tls.ts";

/** What a diagnosis works with. */
export interface DiagnosisContext {
  readonly examiner: Examiner;
  readonly files: ModuleFiles;
  readonly limits: ModuleLimits;
  readonly contextId: number;
  readonly identity: { readonly model: string; readonly revision: string };
  readonly options: ModuleOptions;
  readonly server: ServerSetup | undefined;
  /** Whether a result that nobody asked for has come on this connection. */
  readonly seesUrcs: boolean;
}

/** Asks for everything on which a mail depends; changes nothing, and leaves nothing behind. */
export async function diagnose(context: DiagnosisContext): Promise<HealthReport> {
  const { examiner, files, limits, contextId, identity, options, server, seesUrcs } = context;
  const { smtp, pdp = {}, urcPort } = options;
  const sim = await examineSim(examiner);
  const signal = await examineSignal(examiner);
  const state = await checkContext(contextId, examiner.optional);
  const items = [
    itemOf("sim", sim),
    itemOf("signal", signal),
    itemOf("registration", examineRegistration(state)),
    itemOf("attach", examineAttachment(state)),
    itemOf("apn", examineApn(state, pdp)),
    itemOf("contexts", examineContexts(state)),
    itemOf("clock", await examineClock(examiner, smtp !== undefined && needsClock(smtp))),
    itemOf("storage", await examineStorage(examiner)),
    itemOf("firmware", await examineFirmware(examiner, identity)),
    itemOf("smtp", await examineMailClient(examiner, limits)),
    itemOf("urcPort", await examineUrcPort(examiner, urcPort, seesUrcs)),
    itemOf("tls", await examineTls(examiner, smtp, server)),
    itemOf("line", await examineLine(examiner, files)),
  ];
  return { verdict: worstOf(items), items };
}
