import { setSslVersion } from "@qsmtp/protocol/commands";
import type { ServerSetup } from "../mail/server-setup.ts";
import { sslContextOf } from "../mail/tls-setup.ts";
import type { SmtpOptions } from "../options/options.ts";
import type { Examiner } from "./examiner.ts";
import type { Finding } from "./health-report.ts";

/** Whether mails of these options are judged by the module's clock. */
export function needsClock({ security, tls = {} }: SmtpOptions): boolean {
  const verified = security !== "none" && tls.dangerouslyAcceptAnyServer !== true;
  return verified && tls.ignoreCertificateDates !== true;
}

/** How the server is verified, and which settings of the module the next mail will change. */
export async function examineTls(
  examiner: Examiner,
  smtp: SmtpOptions | undefined,
  server: ServerSetup | undefined,
): Promise<Finding> {
  if (smtp === undefined || server === undefined) {
    return { verdict: "unknown", found: "no mail server was given, so TLS was not judged" };
  }
  const { security = "starttls", tls = {} } = smtp;
  const sslContextId = sslContextOf(tls);
  const verified = security !== "none" && tls.dangerouslyAcceptAnyServer !== true;
  const ignoresDates = tls.ignoreCertificateDates ?? false;
  const details = { security, sslContextId, verified, ignoresDates };
  if (security === "none") {
    const exposed = smtp.auth === undefined ? "the mail" : "the password and the mail";
    return {
      verdict: "warning",
      found: `without TLS: ${exposed} can be read on the way`,
      remedy: "Use security starttls or implicit if the server has it.",
      details,
    };
  }
  const differing: string[] = [];
  for (const { name, get, matches } of server.settings) {
    if (!name.startsWith(`AT${setSslVersion.at}=`)) continue;
    const told = await examiner.ask(get);
    if ("output" in told && !matches(told.output)) differing.push(name);
  }
  const now =
    differing.length === 0
      ? "the module is set so"
      : `the next mail sets ${differing.join(", ")} of SSL context ${sslContextId}`;
  const all = { ...details, differing };
  if (!verified) {
    return {
      verdict: "warning",
      found: `TLS without verification: anyone in between can read the password; ${now}`,
      remedy: "Give smtp.tls.ca or caFile instead of dangerouslyAcceptAnyServer.",
      details: all,
    };
  }
  if (ignoresDates) {
    return {
      verdict: "warning",
      found: `the server is verified, and certificates out of their dates are taken; ${now}`,
      remedy: "Set the clock of the module, and leave ignoreCertificateDates out.",
      details: all,
    };
  }
  return { verdict: "ok", found: `the server is verified; ${now}`, details: all };
}
