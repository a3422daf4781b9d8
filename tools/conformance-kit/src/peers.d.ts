// The peers that bring no declarations: what of them is used here.

declare module "serialport-gsm" {
  interface Modem {
    open(path: string, options: object): Promise<unknown>;
    initializeModem(): Promise<unknown>;
    executeCommand(
      command: string,
      callback: undefined,
      priority: boolean,
      timeoutMs: number,
    ): Promise<{ readonly status: string; readonly data: unknown }>;
    once(event: string, listener: () => void): void;
    close(): Promise<unknown>;
  }
  export function Modem(): Modem;
}

declare module "serial-at" {
  class Port {
    constructor(options: object);
    open(): Promise<void>;
    at(command: string, readUntil: string): Promise<string>;
    close(): Promise<void>;
  }
  export = Port;
}
