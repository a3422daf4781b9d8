import { qsmtp } from "./qsmtp.ts";
import { serialAt } from "./serial-at.ts";
import { serialportGsm } from "./serialport-gsm.ts";
import { sieSerial } from "./sie-serial.ts";
import { smsTransceiver } from "./sms-transceiver.ts";
import type { Subject } from "./subject.ts";

/** In the order of the page. */
export const subjects: readonly Subject[] = [
  qsmtp,
  sieSerial,
  serialportGsm,
  serialAt,
  smsTransceiver,
];
