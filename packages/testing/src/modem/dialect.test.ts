import type { OperationDescriptor } from "@qsmtp/protocol";
import { getSmtpServer, setSmtpServer } from "@qsmtp/protocol/commands";
import type { ResolvedFamily } from "@qsmtp/protocol/families";
import { describe, expect, it } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { createSimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const port = { name: "port", wire: "srvport", type: "integer", ranges: [[1, 99]], default: 77 };

/** The server's settings with ports up to 99, 77 without being told, as no manual has them. */
function withSmallPorts({ args, ...operation }: OperationDescriptor): OperationDescriptor {
  const fields = args?.map((field) => ("name" in field && field.name === "port" ? port : field));
  return { ...operation, args: fields } as OperationDescriptor;
}

/** A module of a made-up edition. */
const family: ResolvedFamily = {
  ...asRead,
  operations: { ...asRead.operations, clearMail: "absent" },
  facts: { maxRecipients: 2 },
  earlier: [
    {
      quirk: {
        id: "small-ports",
        title: "Small ports",
        kind: "edition",
        at: setSmtpServer.at,
        operations: ["setSmtpServer", "getSmtpServer"],
        variants: [],
      },
      change: { operations: [withSmallPorts(setSmtpServer), withSmallPorts(getSmtpServer)] },
      evidence: [],
      certainty: "certain",
    },
  ],
};

function ask(line: string, options: { readonly family?: ResolvedFamily }): string {
  const host = new TestHost();
  const module = createSimulatedModule(options);
  module.attach(host.farEnd);
  module.profile.echo = false;
  const answers = line.split(";").map((one) => host.ask(`AT+${one}`).trim());
  module.dispose();
  return answers.at(-1) ?? "";
}

const three = 'QSMTPDST=1,1,"a";QSMTPDST=1,1,"b";QSMTPDST=1,1,"c"';

describe("a module of a family or an edition", () => {
  it.each([
    ["takes what that takes", 'QSMTPCFG="smtpserver","h",99', "OK", "OK"],
    ["refuses what that refuses", 'QSMTPCFG="smtpserver","h",100', "+CME ERROR: 664", "OK"],
    ["has its defaults", 'QSMTPCFG="smtpserver"', '+QSMTPCFG: "smtpserver","",77', undefined],
    ["has its limits", three, "+CME ERROR: 664", "OK"],
    ["knows no command that it lacks", "QSMTPCLR", "ERROR", "OK"],
  ])("%s", (_, line, answer, today) => {
    expect(ask(line, { family }).split("\r\n")[0]).toBe(answer);
    const others = ask(line, {}).split("\r\n")[0];
    if (today === undefined) expect(others).not.toBe(answer);
    else expect(others).toBe(today);
  });
});
