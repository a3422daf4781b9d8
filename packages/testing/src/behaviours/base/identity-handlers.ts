import {
  getCapabilities,
  getFullRevision,
  getIdentity,
  getImei,
  getManufacturer,
  getModel,
  getPrefixedImei,
  getRevision,
  getSerialNumber,
  identifyImei,
  identifyManufacturer,
  identifyModel,
  identifyRevision,
} from "@qsmtp/protocol/commands";
import { reply } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { ModuleIdentity } from "./identity.ts";

/** The commands that tell maker, model, firmware and serial numbers. */
export function identityHandlers(identity: ModuleIdentity): OperationHandler[] {
  const { manufacturer, model, revision, imei, serialNumber } = identity;
  const { fullRevision = `${revision}_01.001.01.001` } = identity;
  return [
    on(getIdentity, () => reply({ manufacturer, model, revision })),
    on(getManufacturer, () => reply({ manufacturer })),
    on(identifyManufacturer, () => reply({ manufacturer })),
    on(getModel, () => reply({ model })),
    on(identifyModel, () => reply({ model })),
    on(getRevision, () => reply({ revision })),
    on(identifyRevision, () => reply({ revision })),
    on(getFullRevision, () => reply({ revision: fullRevision })),
    on(getImei, () => reply({ imei })),
    on(identifyImei, () => reply({ imei })),
    on(getPrefixedImei, () => reply({ imei })),
    on(getSerialNumber, () => reply({ serialNumber })),
    on(getCapabilities, () => reply({ capabilities: "+CGSM" })),
  ];
}
