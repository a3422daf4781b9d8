import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { allOperations } from "../generated/catalog.gen.ts";
import { enterPin, setPdpContext, setSmtpAccount, setSslPsk } from "../generated/commands.gen.ts";
import { Command } from "./command.ts";
import { type Field, isParam, type OperationDescriptor } from "./descriptor.ts";
import { decodeReply } from "./reply.ts";

const secret = "weir-41-gate";

/** Everything a person may come to see of a value. */
function visible(value: unknown): string {
  const error = value instanceof Error ? [value.message, value.stack, String(value)] : [];
  return [
    ...error,
    String(value),
    JSON.stringify(value),
    inspect(value, { depth: 9, showHidden: true, getters: false }),
    ...Object.values(value as object).map(String),
  ].join("\n");
}

/** Arguments for an operation, the secret in every sensitive place. */
function inputFor(fields: readonly Field[]): Record<string, unknown> {
  return Object.assign(
    {},
    ...fields.map((field): Record<string, unknown> => {
      if ("optional" in field) return inputFor(field.optional);
      if (!isParam(field)) return {};
      if (field.sensitive) return { [field.name]: secret };
      if (field.type === "integer") return { [field.name]: field.ranges?.[0]?.[0] ?? 1 };
      if (field.type === "enum") return { [field.name]: field.values[0] };
      return { [field.name]: field.type === "flag" ? true : "open" };
    }),
  );
}

const isSecret = (fields: readonly Field[]) => JSON.stringify(fields).includes('"sensitive":true');
const named = (operations: readonly OperationDescriptor[]) =>
  operations.map((operation) => [operation.name, operation] as const);
const sending = allOperations.filter(({ args }) => isSecret(args ?? []));
const answering = allOperations.filter(({ reply }) =>
  (reply ?? []).some(({ fields }) => isSecret(fields)),
);

describe("a secret argument", () => {
  it("is known to the schema where a password, PIN or key is asked for", () => {
    expect(sending.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "enterPin",
        "setPdpContext",
        "setSmtpAccount",
        "setSslClientKey",
        "setSslPsk",
      ]),
    );
  });

  it.each(named(sending))("of %s is written to the wire and shown nowhere", (_, operation) => {
    const command = new Command(operation, inputFor(operation.args ?? []));
    expect(new TextDecoder().decode(command.bytes)).toContain(`"${secret}"`);
    expect(command.text).toContain('"***"');
    expect(visible(command)).not.toContain(secret);
    expect(command.mask(`+CME ERROR: ${secret}`)).toBe("+CME ERROR: ***");
  });

  it.each(named(sending))("of %s is not shown when it is refused", (_, operation) => {
    const input = inputFor(operation.args ?? []);
    for (const [name, value] of Object.entries(input)) {
      if (value !== secret) continue;
      for (const bad of [`${secret}\r`, `${secret}"`, `${secret}\ud800`, [secret], { secret }]) {
        expect(
          visible(thrownBy(() => new Command(operation, { ...input, [name]: bad }))),
        ).not.toContain(secret);
      }
    }
  });

  it.each(named(sending))("of %s is not shown when another is refused", (_, operation) => {
    const input = { ...inputFor(operation.args ?? []), misspelt: 1 };
    expect(visible(thrownBy(() => new Command(operation, input)))).not.toContain(secret);
    expect(visible(thrownBy(() => new Command(operation, secret as never)))).not.toContain(secret);
  });

  it("of an unlucky length or alphabet does not betray itself", () => {
    const long = thrownBy(() => setSmtpAccount({ username: "u", password: secret.repeat(9) }));
    expect(visible(long)).not.toContain(secret);
    const letter = thrownBy(() => enterPin({ pin: "1234\u00e9" }));
    expect(visible(letter)).not.toMatch(/1234|\u00e9|U\+00E9/);
  });
});

describe("Command.text", () => {
  it("keeps what is no secret, also where it looks like one", () => {
    const command = setSmtpAccount({ username: "account", password: "account" });
    expect(command.text).toBe('AT+QSMTPCFG="account","account","***"');
  });

  it("masks an empty secret too, so that it does not tell that there is none", () => {
    const command = setSslPsk({ sslContextId: 1, identity: "", key: "" });
    expect(command.text).toBe('AT+QSSLCFG="psk",1,"","***"');
    expect(command.mask("nothing to hide")).toBe("nothing to hide");
  });
});

describe("Command.mask", () => {
  it("replaces the longer of two secrets first, so that none shows through", () => {
    const command = enterPin({ pin: "1234", newPin: "12345678" });
    expect(command.mask("12345678 and 1234")).toBe("*** and ***");
  });

  it("masks the module's echo", () => {
    const command = setPdpContext({
      contextId: 1,
      type: 1,
      apn: "apn",
      username: "u",
      password: secret,
    });
    expect(command.mask(new TextDecoder().decode(command.bytes))).toBe(`${command.text}\r`);
  });
});

describe("a secret in a reply", () => {
  it.each(named(answering))("to %s is not shown when its line does not fit", (_, operation) => {
    const error = thrownBy(() => decodeReply(operation, [`+ODD: "${secret}"`]));
    expect(visible(error)).not.toContain(secret);
    expect(visible(error)).toContain("***");
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
