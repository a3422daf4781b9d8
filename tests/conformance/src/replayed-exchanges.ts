import { RegistrationStatus } from "@qsmtp/protocol/commands";
import type { SimulatedModule, SimulatedModuleOptions } from "@qsmtp/testing";

/** What a simulated module needs to be asked what a real one was asked. */
export interface ReplayedState {
  readonly options?: SimulatedModuleOptions;
  /** Brings it into the state in which the real one was. */
  readonly prepare?: (module: SimulatedModule, ask: (line: string) => void) => void;
  /** Bytes of data behind `CONNECT`, which the capture does not show. */
  readonly dataBytes?: number;
  /** What happens without being asked. */
  readonly cause?: (module: SimulatedModule) => void;
  /** The capture keeps some lines of the answer only. */
  readonly isPartial?: true;
}

const define = (_module: SimulatedModule, ask: (line: string) => void): void => {
  ask('AT+QICSGP=1,1,"internet"');
};

/** The states of the exchanges that need another than that of a module which has just started. */
export const states: Readonly<Record<string, ReplayedState>> = {
  "jit-02": { dataBytes: 851 },
  "jit-03": { prepare: (module) => module.files.write("client.crt", new Uint8Array(851)) },
  "jit-04": { dataBytes: 227 },

  "jit-05": { prepare: (module) => module.files.write("client.key", new Uint8Array(227)) },
  "rm510-01": {
    options: {
      bootLines: [
        "RDY",
        "+CPIN: READY",
        "+QUSIM: 1",
        "+CFUN: 1",
        "+QIND: SMS DONE",
        "+QIND: PB DONE",
      ],
    },
  },
  "rm510-02": {
    prepare: (_module, ask) => ask("AT+QIACT=1"),
    cause: (module) => module.pdpDeactivate(1),
  },
  "qcom-07": { prepare: define },
  "qcom-08": {
    prepare: (module, ask) => {
      define(module, ask);
      ask("AT+QIACT=1");
    },
  },
  "qcom-09": { prepare: define },
  "eg25-01": { options: { smtp: { bodyOriginal: true } }, isPartial: true },
  "eg25-02": { isPartial: true },
  "eg25-03": { isPartial: true },
  "eg25-04": { isPartial: true },
  "lwraw-03": { prepare: (module) => module.setRegistration(RegistrationStatus.searching) },
  "lwgold-10": { prepare: (module) => module.files.write("security", new Uint8Array()) },
};

/** The exchanges of `real-modules.jsonl` that are not expected to be answered alike, and why. */
export const notAlike: Readonly<Record<string, string>> = {
  "rm510-03": "nobody asks: what another program and its port say to each other",
  "qcom-10": "a command of HTTP, which no schema file describes",
  "lwraw-02": "a search for networks on a module of another family, with an error of its own",
  "lwgold-03": "the test answer of a module of another family, which has one value less",
  "lwgold-17": "a command of MQTT, which no schema file describes",
  "lwgold-18": "a command of the phone book, which no schema file describes",
  "lwgold-19": "a command of the chip of another family",
  "lwgold-20": "a command of the chip of another family",
};
