/** What a module says about itself. */
export interface ModuleIdentity {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  /** What `AT+QGMR` prints. Default: the revision with a sub-version behind it. */
  readonly fullRevision?: string | undefined;
  readonly imei: string;
  readonly serialNumber: string;
}

/** An EC25 of no particular owner. */
export const defaultIdentity: ModuleIdentity = {
  manufacturer: "Quectel",
  model: "EC25",
  revision: "EC25EFAR06A17M4G",
  imei: "350000000000014",
  serialNumber: "SIM0000000000001",
};
