import { isIP, type Socket } from "node:net";
import { checkedOptions } from "../checked-options.ts";
import type { MailCarrier, OutgoingMail } from "../mail/outgoing-mail.ts";
import { smtpRelayOptions } from "../option-tables.gen.ts";
import { composeMessage } from "./compose-message.ts";
import { DeliveryFailure, failure } from "./delivery-failure.ts";
import { handOver } from "./hand-over.ts";
import { type Endpoint, openConnection } from "./open-connection.ts";
import type { EventReport, SmtpRelayEvent } from "./relay-event.ts";

const GIVEN_UP =
  "The module gave the mail up: its time was over, its context went down, or it restarted.";

/** Where an SMTP relay delivers and what it tells of it. */
export interface SmtpRelayOptions {
  /**
   * Host name or IP address (IPv6 without brackets) to connect to instead of the module's server.
   * The module's server stays the name that TLS asks for with SNI. Default: the addresses that the
   * module's option `pdp.hosts` gives the server, one after the other, or else its name as this
   * computer knows it.
   * @host
   */
  readonly host?: string | undefined;
  /**
   * TCP port to connect to instead of the module's, 1 to 65535. Default: the module's.
   * @whole
   * @minimum 1
   * @maximum 65535
   */
  readonly port?: number | undefined;
  /**
   * Lets mails leave this computer. False by default: a simulated module must not mail the world
   * by accident, so that a host other than `localhost`, `*.localhost`, `127.x.x.x` and `::1` is
   * not even looked up, and the module reports 654.
   */
  readonly allowNonLoopback?: boolean | undefined;
  /**
   * Time to find and reach the server, without TLS and SMTP, in milliseconds; 30000 by default.
   * @whole
   */
  readonly connectTimeoutMs?: number | undefined;
  /** Sees each step of each delivery; `delivered` or `failed` is the last one. */
  readonly onEvent?: ((event: SmtpRelayEvent) => void) | undefined;
}

/**
 * Carries the mails of a simulated module to a real SMTP server, with the module's security, TLS
 * settings, account and envelope, and reports what the module would. It works in real time, over
 * real sockets; a test with fake timers has to leave `setImmediate` and `nextTick` alone.
 *
 * How failures appear in `+QSMTPPUT: <err>,<protocol_error>`: a reply R of the server is one of
 * 666 to 682 with R, or 660 with R where the manual lists no R; 653 the host has no address; 654
 * it cannot be reached; 655 it offers none of AUTH PLAIN, LOGIN and CRAM-MD5, of which the first that
 * it offers is taken; 656 it closed the connection, or sent more than 65536 characters that nobody
 * asked for; 658 `signal` fired; 659 no recipient; 664 an address that cannot stand in an SMTP command;
 * 665 TLS failed or took longer than `negotiatetime`, or STARTTLS is wanted and not offered, in which
 * case nothing is sent in the clear. A server that does not know EHLO is greeted with HELO.
 *
 * @throws SimulationOptionError `INVALID_OPTION` with every option that cannot work
 * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 5 and 6
 */
export function createSmtpRelay(options: SmtpRelayOptions = {}): MailCarrier {
  const checked = checkedOptions(options, smtpRelayOptions);
  const { host, port, allowNonLoopback = false, connectTimeoutMs = 30_000, onEvent } = checked;
  const report: EventReport = (event) => onEvent?.(event);

  async function carry(mail: OutgoingMail, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    checkAddresses(mail);
    const endpoints = endpointsOf(mail);
    const message = await composeMessage(mail);
    const { socket, endpoint } = await openFirst(endpoints, signal);
    const abort = () => socket.destroy();
    signal.addEventListener("abort", abort);
    try {
      signal.throwIfAborted();
      report({ type: "connected", ...endpoint });
      await handOver(mail, message, socket, report, signal);
    } finally {
      signal.removeEventListener("abort", abort);
      socket.destroy();
    }
    const recipients = mail.recipients.length;
    report({ type: "delivered", recipients, byteLength: message.byteLength });
  }

  function endpointsOf({ server }: OutgoingMail): Endpoint[] {
    const hosts = host === undefined ? (server.addresses ?? [server.host]) : [host];
    const endpoints = hosts.map((each) => ({ host: each, port: port ?? server.port }));
    if (!allowNonLoopback) for (const endpoint of endpoints) checkLoopback(endpoint);
    return endpoints;
  }

  async function openFirst(
    [endpoint, ...others]: readonly Endpoint[],
    signal: AbortSignal,
  ): Promise<{ readonly socket: Socket; readonly endpoint: Endpoint }> {
    if (endpoint === undefined) throw failure("dnsFailed", "The server's name has no address.");
    try {
      const socket = await openConnection(endpoint, connectTimeoutMs, signal);
      return { socket, endpoint };
    } catch (error) {
      if (others.length === 0 || signal.aborted) throw error;
      return await openFirst(others, signal);
    }
  }

  return {
    worksInRealTime: true,
    async deliver(mail, signal) {
      try {
        await carry(mail, signal);
        return { error: 0, protocolError: 0 };
      } catch (error) {
        const failed = signal.aborted ? failure("timeout", GIVEN_UP) : error;
        if (!(failed instanceof DeliveryFailure)) throw failed;
        report({ type: "failed", result: failed.result, reason: failed.message });
        return failed.result;
      }
    },
  };
}

/** Control characters and angle brackets could end an SMTP command early and begin another. */
function checkAddresses({ sender, recipients }: OutgoingMail): void {
  if (recipients.length === 0) throw failure("noRecipient", "The mail has no recipient.");
  for (const { address } of [sender, ...recipients]) {
    if (!/[\p{Cc}<>]/u.test(address)) continue;
    const message = `The address ${JSON.stringify(address)} cannot stand in an SMTP command.`;
    throw failure("invalidParameter", message);
  }
}

function checkLoopback({ host }: Endpoint): void {
  const name = host.toLowerCase();
  const version = isIP(name);
  if (version === 4 && name.startsWith("127.")) return;
  if (version === 6 && name === "::1") return;
  if (version === 0 && (name === "localhost" || name.endsWith(".localhost"))) return;
  const message = `${host} is not this computer, and the relay delivers to loopback addresses only. Set allowNonLoopback to send real mail.`;
  throw failure("networkError", message);
}
