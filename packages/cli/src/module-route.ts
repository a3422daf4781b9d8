import type { Transport } from "@qsmtp/transport";
import type { Endpoint } from "./arguments/endpoint.ts";
import type { PortArguments } from "./arguments/port-options.ts";
import { isLoopback } from "./loopback.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line says of the way to the module. */
export interface RouteArguments extends PortArguments {
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
  args: RouteArguments,
  tell: (text: string) => void,
): Promise<ModuleRoute> {
  const { port, baud, rtscts } = args;
  const hasSerialPort = port.kind !== "tcp" && port.kind !== "simulated";
  if (!hasSerialPort && (baud !== undefined || rtscts)) {
    throw new UsageError("--baud and --rtscts are for serial ports; leave them out");
  }
  const serialOptions = { baudRate: baud, flowControl: rtscts ? "rtscts" : "none" } as const;
  switch (port.kind) {
    case "serial":
    case "usb": {
      const { serialTransport } = await import("@qsmtp/transport/serial");
      const choice = port.kind === "usb" ? { usb: port.identity } : { path: port.path };
      return { transport: serialTransport({ ...choice, ...serialOptions }), dispose: () => {} };
    }
    case "rfc2217": {
      const { rfc2217Transport } = await import("@qsmtp/transport/rfc2217");
      const { host } = port;
      const transport = rfc2217Transport({ host, port: port.port, ...serialOptions });
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
  const [{ createSimulatedLine, globalClock }, { createSmtpRelay }] = await Promise.all([
    import("@qsmtp/testing"),
    import("@qsmtp/testing/relay"),
  ]);
  const carrier = createSmtpRelay({
    onEvent: (event) => {
      if (event.type === "failed") tell(`simulated module: ${event.reason}`);
    },
  });
  const { module, transport } = createSimulatedLine({
    carrier,
    clock: globalClock,
    networkTime: true,
  });
  return { transport, dispose: () => module.dispose() };
}
