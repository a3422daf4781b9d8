import { serialTransportOptions, tcpTransportOptions } from "./option-tables.gen.ts";
import type { KeyAdvice } from "./options/option-table.ts";

const rtscts = 'Write flowControl: "rtscts", or leave it out for none.';
const noXonXoff = "XON/XOFF takes two byte values away from the data; use RTS/CTS or none.";
const path = 'The name of a serial port is path: "/dev/ttyUSB2".';
const notSerial = "That is the bridge's own; rfc2217Transport can set it.";

/** What node-serialport and others call the options of a serial port. */
export const serialAdvice: KeyAdvice = {
  foreign: {
    "": {
      rtscts,
      hardwareFlowControl: rtscts,
      xon: noXonXoff,
      xoff: noXonXoff,
      xany: noXonXoff,
      port: path,
      host: "That is an option of tcpTransport and rfc2217Transport.",
      autoOpen: "The port is opened by open(), or by openModule.",
      lock: "The port is always locked while it is open.",
      hupcl: "Write dropDtrOnClose.",
      dataBits: "Modules have 8 data bits, no parity and 1 stop bit; leave it out.",
      parity: "Modules have 8 data bits, no parity and 1 stop bit; leave it out.",
      stopBits: "Modules have 8 data bits, no parity and 1 stop bit; leave it out.",
      highWaterMark: "Reading has a size of its own; leave it out.",
    },
  },
  otherNames: {
    path: ["device", "comName", "portName", "name", "tty"],
    baudRate: ["baud", "baudrate", "speed", "bitrate"],
    binding: ["Binding"],
    vendorId: ["vendor", "vid"],
    productId: ["product", "pid"],
    serialNumber: ["serial"],
    interfaceNumber: ["interface"],
  },
  elsewhere: { tcpTransport: tcpTransportOptions },
};

const socketNames = {
  host: ["hostname", "address", "server", "ip"],
  connectTimeoutMs: ["timeout", "timeoutMs", "connectTimeout", "connectionTimeout"],
  keepAliveMs: ["keepAlive", "keepAliveInitialDelay"],
} as const;

/** What others call the options of a socket. */
export const tcpAdvice: KeyAdvice = {
  foreign: {
    "": {
      path: "A socket is reached by host and port; serialTransport takes a path.",
      baudRate: notSerial,
      flowControl: notSerial,
      dataBits: notSerial,
      parity: notSerial,
      stopBits: notSerial,
    },
  },
  otherNames: { ...socketNames, noDelay: ["nodelay"] },
  elsewhere: { serialTransport: serialTransportOptions },
};

/** What others call the options of a serial port behind a server. */
export const rfc2217Advice: KeyAdvice = {
  foreign: { "": { rtscts, path: "The server is reached by host and port.", xon: noXonXoff } },
  otherNames: {
    ...socketNames,
    baudRate: ["baud", "baudrate", "speed", "bitrate"],
    replyTimeoutMs: ["replyTimeout"],
  },
  elsewhere: { tcpTransport: tcpTransportOptions, serialTransport: serialTransportOptions },
};
