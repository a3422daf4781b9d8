import { expect } from "vitest";
import type { SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

/** The host of a module, which has said all that a mail needs, and `lines`; each was answered OK. */
export function prepareMail(
  module: SimulatedModule,
  port: number,
  ...lines: readonly string[]
): TestHost {
  const host = new TestHost();
  module.attach(host.farEnd);
  const prepared = [
    "ATE0",
    "AT+QIACT=1",
    `AT+QSMTPCFG="smtpserver","mail.example.org",${port}`,
    'AT+QSMTPCFG="sslctxid",1',
    'AT+QSMTPDST=1,1,"ops@example.org"',
    ...lines,
  ];
  for (const line of prepared) expect(host.ask(line)).toContain("\r\nOK\r\n");
  return host;
}
