import type { Transport } from "@qsmtp/transport";
import type { Endpoint } from "./arguments/endpoint.ts";
import type { ModulePort } from "./arguments/module-port.ts";
import { isLoopback } from "./loopback.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line says of the way to the module. */
export interface TransportArguments {
  readonly port: ModulePort;
  readonly baud?: number | undefined;
  readonly rtscts?: boolean | undefined;
  /** Server to which the mail is to go. */
  readonly server: Endpoint;
}

/** The way to a module, for one mail. */
export interface ModuleRoute {
  readonly transport: Transport;
  /** Ends what was made for the mail, so that nothing keeps the process running. */
  dispose(): void;
}

/**
 * Gives the way to the module. Each kind is loaded when it is needed: a mail through a serial
 * port does not want the simulator.
 *
 * @param tell gets what a simulated module says of a failed delivery
 * @throws UsageError when options and port do not go together
 * @throws TransportError `INVALID_OPTION`
 */
export async function moduleRoute(
  args: TransportArguments,
  tell: (text: string) => void,
): Promise<ModuleRoute> {
  const { port, baud, rtscts } = args;
  if (port.kind !== "serial" && (baud !== undefined || rtscts)) {
    throw new UsageError("--baud and --rtscts are for serial ports; leave them out");
  }
  switch (port.kind) {
    case "serial": {
      const { serialTransport } = await import("@qsmtp/transport/serial");
      const flowControl = rtscts ? "rtscts" : "none";
      const transport = serialTransport({ path: port.path, baudRate: baud, flowControl });
      return { transport, dispose: () => {} };
    }
    case "tcp": {
      const { tcpTransport } = await import("@qsmtp/transport/tcp");
      const transport = tcpTransport({ host: port.host, port: port.port });
      return { transport, dispose: () => {} };
    }
    case "simulated":
      return await simulatedRoute(args.server, tell);
  }
}

async function simulatedRoute(
  server: Endpoint,
  tell: (text: string) => void,
): Promise<ModuleRoute> {
  if (!isLoopback(server.host)) {
    throw new UsageError(
      `--port sim: delivers to mail servers on this computer only, and ${server.host} is not one; give 127.0.0.1, ::1 or localhost`,
    );
  }
  const [{ createSimulatedLine }, { createSmtpRelay }] = await Promise.all([
    import("@qsmtp/testing"),
    import("@qsmtp/testing/relay"),
  ]);
  const carrier = createSmtpRelay({
    onEvent: (event) => {
      if (event.type === "failed") tell(`simulated module: ${event.reason}`);
    },
  });
  const { module, transport } = createSimulatedLine({ carrier });
  return { transport, dispose: () => module.dispose() };
}
