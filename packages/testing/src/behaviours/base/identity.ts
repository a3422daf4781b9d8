/** What a module says about itself. */
export interface ModuleIdentity {
  /** `AT+CGMI`. */
  readonly manufacturer: string;
  /** `AT+CGMM`. */
  readonly model: string;
  /** `AT+CGMR`. */
  readonly revision: string;
  /** What `AT+QGMR` prints. Default: the revision with a sub-version behind it. */
  readonly fullRevision?: string | undefined;
  /** `AT+CGSN`. */
  readonly imei: string;
  /** `AT+CGSN=0`. */
  readonly serialNumber: string;
}

/** Of no particular owner. */
const unowned = {
  manufacturer: "Quectel",
  imei: "350000000000014",
  serialNumber: "SIM0000000000001",
} as const;

/** What was given, and for the rest what a module of its model says. */
export function identityOf(
  model: Pick<ModuleIdentity, "model" | "revision" | "fullRevision">,
  given: Partial<ModuleIdentity> = {},
): ModuleIdentity {
  const { fullRevision: _, ...short } = model;
  return { ...unowned, ...(given.revision === undefined ? model : short), ...given };
}
