import type { Connection, Transport } from "@qsmtp/transport";
import { type Rfc2217Connection, rfc2217Transport } from "@qsmtp/transport/rfc2217";

/** A connection is closed at the end of the block. */
export async function ask(transport: Transport): Promise<void> {
  await using connection: Connection = await transport.open();
  await connection.write(new Uint8Array());
}

export async function breakLine(): Promise<void> {
  const connection: Rfc2217Connection = await rfc2217Transport({
    host: "10.0.0.7",
    port: 2217,
    onModemState: ({ dcd }) => dcd,
  }).open();
  await connection.sendBreak(250);
  await connection.purge("both");
  // @ts-expect-error: a server's buffers are these
  await connection.purge("all");
}
