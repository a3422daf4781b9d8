import { type FarEndServer, listenFarEnd } from "@qsmtp/transport/mock";
import { tcpTransport } from "@qsmtp/transport/tcp";
import { afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { createMailBench, expectDelivery, expectLoss, type MailBench } from "./mail-bench.ts";
import { createTcpBridge, requireSocat, type TcpBridge } from "./socat.ts";

describe("a module behind a TCP bridge", () => {
  let bridge: TcpBridge;
  let bench: MailBench;
  let moduleServer: FarEndServer;

  beforeAll(requireSocat);

  beforeEach(async () => {
    bench = await createMailBench();
    moduleServer = await listenFarEnd({ onConnection: (farEnd) => bench.module.attach(farEnd) });
    bridge = await createTcpBridge(moduleServer.port);
  });

  afterEach(async () => {
    await bridge.dispose();
    await moduleServer.close();
    await bench.dispose();
  });

  it("sends a mail with its files byte for byte", async () => {
    await expectDelivery(bench, tcpTransport({ host: "127.0.0.1", port: bridge.port }));
  });

  it("is reported as lost when the bridge dies while it takes a file", async () => {
    const transport = tcpTransport({ host: "127.0.0.1", port: bridge.port });
    await expectLoss(bench, transport, bridge.cut);
  });
});
