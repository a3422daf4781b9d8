import type { OptionProblems } from "./option-problems.ts";
import type { PdpOptions, SmtpOptions } from "./options.ts";

/**
 * Puts something in the place of what is missing or was refused, so that the rest can be judged: what
 * is missing is a problem already, and such options are never used.
 */
export function completeServer(given: Partial<SmtpOptions>, problems: OptionProblems): SmtpOptions {
  const { host = "host", auth, tls } = given;
  const { user = "", pass = "" }: { readonly user?: string; readonly pass?: string } = auth ?? {};
  const hadCa = problems.knows("smtp.tls.ca") || problems.knows("smtp.tls.caFile");
  return {
    ...given,
    host,
    auth: auth && { user, pass },
    tls:
      hadCa && tls?.ca === undefined && tls?.caFile === undefined ? { ...tls, caFile: "a" } : tls,
  };
}

/** The same for the access point. */
export function completeContext(given: PdpOptions, problems: OptionProblems): PdpOptions {
  return problems.knows("pdp.apn") ? { ...given, apn: "a" } : given;
}
