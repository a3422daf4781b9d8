import { ModuleClosedError, type QsmtpModule } from "@qsmtp/client";

/** A module that is opened when it is first needed, and anew when it is gone. */
export interface ModuleHolder {
  /** The open module. @throws QsmtpError what kept it from being opened */
  get(): Promise<QsmtpModule>;
  /** Closes what was opened here. */
  close(): Promise<void>;
}

/** A module that its owner opens and closes. */
export function holdOpenModule(module: QsmtpModule): ModuleHolder {
  return { get: async () => module, close: async () => undefined };
}

/** Opens the module once for all that ask for it; a failure is told to them, and the next tries again. */
export function holdOwnModule(open: (signal: AbortSignal) => Promise<QsmtpModule>): ModuleHolder {
  const closing = new AbortController();
  let opening: Promise<QsmtpModule> | undefined;
  const begin = (): Promise<QsmtpModule> => {
    const mine: Promise<QsmtpModule> = open(closing.signal);
    opening = mine;
    const forget = (): void => {
      if (opening === mine) opening = undefined;
    };
    // Without `reconnect` a lost connection is the end of a module.
    mine.then(({ closed }) => closed).then(forget, forget);
    return mine;
  };
  return {
    get: async () => {
      if (closing.signal.aborted) throw new ModuleClosedError();
      return await (opening ?? begin());
    },
    close: async () => {
      closing.abort(new ModuleClosedError());
      const module = await opening?.catch(() => undefined);
      await module?.close();
    },
  };
}
