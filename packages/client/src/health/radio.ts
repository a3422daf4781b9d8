import {
  enterPin,
  getPinStatus,
  getSignalQuality,
  PinStatus,
  RegistrationStatus,
  setPacketAttach,
} from "@qsmtp/protocol/commands";
import {
  firstTdScdmaSignal,
  generalErrorNumber,
  signalStepDb,
  tdScdmaSignalStepDb,
  unknownSignals,
  weakestSignalDbm,
  weakestTdScdmaSignalDbm,
} from "@qsmtp/protocol/facts";
import { CommandError } from "../errors/command-error.ts";
import { nameOf } from "../naming/name-of.ts";
import { type ContextState, carriesData, describeProblem } from "../network/check-context.ts";
import { type Examiner, notTold } from "./examiner.ts";
import type { Finding } from "./health-report.ts";

/** The SIM and its PIN. */
export async function examineSim(examiner: Examiner): Promise<Finding> {
  const answer = await examiner.ask(getPinStatus());
  if ("output" in answer) {
    const { code } = answer.output;
    const details = { state: code };
    if (code === PinStatus.ready) return { verdict: "ok", found: "the SIM is ready", details };
    const remedy = `Enter it with enterPin (${nameOf(enterPin)}), or switch the PIN of the card off.`;
    return { verdict: "fault", found: `the SIM waits for ${code}`, remedy, details };
  }
  const { error } = answer;
  const known = error instanceof CommandError ? error.moduleError : undefined;
  if (known === undefined) return notTold("the state of the SIM", error);
  const passes = known.code === generalErrorNumber.simBusy;
  return {
    verdict: passes ? "warning" : "fault",
    found: `the SIM cannot be used: ${known.meaning}`,
    remedy: known.remedy ?? "Check that the SIM is inserted and its contacts are clean.",
    details: { error: known.code },
  };
}

/** Below this mails need several tries. */
const weakDbm = -95;

/** The strength of the signal. */
export async function examineSignal(examiner: Examiner): Promise<Finding> {
  const answer = await examiner.ask(getSignalQuality());
  if ("error" in answer) return notTold("the signal", answer.error);
  const { rssi, ber } = answer.output;
  if (unknownSignals.includes(rssi)) {
    return {
      verdict: "warning",
      found: "no signal is measured",
      remedy: "Check antenna, its cable and place; wait a minute after switching the module on.",
      details: { rssi, ber },
    };
  }
  const dbm = dbmOf(rssi);
  const details = { rssi, ber, dbm };
  if (dbm >= weakDbm) return { verdict: "ok", found: `the signal has ${dbm} dBm`, details };
  return {
    verdict: "warning",
    found: `the signal is weak: ${dbm} dBm`,
    remedy: "Use another antenna or place for it.",
    details,
  };
}

function dbmOf(rssi: number): number {
  return rssi < firstTdScdmaSignal
    ? weakestSignalDbm + signalStepDb * rssi
    : weakestTdScdmaSignalDbm + tdScdmaSignalStepDb * (rssi - firstTdScdmaSignal);
}

const statusWords: Readonly<Record<number, string>> = {
  [RegistrationStatus.notSearching]: "not registered, not searching",
  [RegistrationStatus.home]: "registered at home",
  [RegistrationStatus.searching]: "searching",
  [RegistrationStatus.denied]: "denied",
  [RegistrationStatus.unknown]: "unknown",
  [RegistrationStatus.roaming]: "registered, roaming",
};

/** The registration of LTE, of packet data and of calls. */
export function examineRegistration(state: ContextState): Finding {
  const { eps, packet, network } = state.registration;
  const words = [
    ["LTE", eps],
    ["2G/3G data", packet],
    ["2G/3G calls", network],
  ] as const;
  const told = words.flatMap(([what, status]) => {
    return status === undefined ? [] : [`${what} ${statusWords[status] ?? status}`];
  });
  const isDenied = [eps, packet].includes(RegistrationStatus.denied);
  const details = { eps, packet, network, denied: isDenied };
  const carries = carriesData(state);
  if (carries === undefined) return { ...notTold("its registration"), details };
  const found = told.join(", ");
  if (carries) return { verdict: "ok", found, details };
  const { remedy } = describeProblem("notRegistered", state);
  return {
    verdict: "fault",
    found: `no network carries data: ${found}`,
    remedy: isDenied ? "The network denies this SIM: check its contract." : remedy,
    details,
  };
}

/** The attachment to the packet service. */
export function examineAttachment({ attached }: ContextState): Finding {
  if (attached === undefined) return notTold("whether it is attached to the packet service");
  const details = { attached };
  if (attached) return { verdict: "ok", found: "attached to the packet service", details };
  return {
    verdict: "fault",
    found: "not attached to the packet service",
    remedy: `The next mail tries ${nameOf(setPacketAttach)}=1; if that fails, check that the contract includes data.`,
    details,
  };
}
