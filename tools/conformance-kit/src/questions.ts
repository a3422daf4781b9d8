import type { QsmtpModule } from "@qsmtp/client";
import { findFiles, getManufacturer, getSignalQuality, uploadFile } from "@qsmtp/protocol/commands";

/**
 * One thing to ask a module, as a text for subjects that take texts and as a typed command for ours.
 * The lines of a typed reply are written here by hand and not by our encoder, which would undo a
 * mistake of our decoder.
 */
export interface Question {
  /** The command line, without its carriage return. */
  readonly text: string;
  /** How each line of the reply begins; `undefined` where it is free text. */
  readonly prefix: string | undefined;
  /** The bytes of a command that announces some. */
  readonly payload?: string;
  /** Asks our client. @returns the reply as the lines that a module prints */
  ask(module: QsmtpModule, timeoutMs: number): Promise<readonly string[]>;
}

export const signalQuality: Question = {
  text: "AT+CSQ",
  prefix: "+CSQ",
  ask: async (module, timeoutMs) => {
    const { rssi, ber } = await module.execute(getSignalQuality(), { timeoutMs });
    return [`+CSQ: ${rssi},${ber}`];
  },
};

export const manufacturer: Question = {
  text: "AT+CGMI",
  prefix: undefined,
  ask: async (module, timeoutMs) => {
    const output = await module.execute(getManufacturer(), { timeoutMs });
    return [output.manufacturer];
  },
};

/** The list of the files that a name or wildcard selects. */
export function fileList(pattern: string): Question {
  return {
    text: `AT+QFLST="${pattern}"`,
    prefix: "+QFLST",
    ask: async (module, timeoutMs) => {
      const { files } = await module.execute(findFiles({ pattern }), { timeoutMs });
      return files.map(({ name, sizeBytes }) => `+QFLST: "${name}",${sizeBytes}`);
    },
  };
}

export function upload(fileName: string, payload: string): Question {
  return {
    text: `AT+QFUPL="${fileName}",${payload.length}`,
    prefix: "+QFUPL",
    payload,
    ask: async (module, timeoutMs) => {
      const { uploadedBytes, checksum } = await module.execute(
        uploadFile({ fileName, sizeBytes: payload.length }),
        { timeoutMs, payload: new TextEncoder().encode(payload) },
      );
      return [`+QFUPL: ${uploadedBytes},${checksum.toString(16)}`];
    },
  };
}
