import {
  getFullRevisionOperation,
  getIdentityOperation,
  getImeiOperation,
  getManufacturerOperation,
  getModelOperation,
  getPrefixedImeiOperation,
  getRevisionOperation,
  getSerialNumberOperation,
} from "@qsmtp/protocol/commands";
import { reply } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { ModuleIdentity } from "./identity.ts";

/** The commands that tell maker, model, firmware and serial numbers. */
export function identityHandlers(identity: ModuleIdentity): OperationHandler[] {
  const { manufacturer, model, revision, imei, serialNumber } = identity;
  const { fullRevision = `${revision}_01.001.01.001` } = identity;
  return [
    on(getIdentityOperation, () => reply({ manufacturer, model, revision })),
    on(getManufacturerOperation, () => reply({ manufacturer })),
    on(getModelOperation, () => reply({ model })),
    on(getRevisionOperation, () => reply({ revision })),
    on(getFullRevisionOperation, () => reply({ revision: fullRevision })),
    on(getImeiOperation, () => reply({ imei })),
    on(getPrefixedImeiOperation, () => reply({ imei })),
    on(getSerialNumberOperation, () => reply({ serialNumber })),
  ];
}
