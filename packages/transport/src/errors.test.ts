import { describe, expect, it } from "vitest";
import { isTransportError, TransportError } from "./errors.ts";

describe("isTransportError", () => {
  it("knows a transport error, whatever its code", () => {
    expect(isTransportError(new TransportError("CLOSED", "closed"))).toBe(true);
  });

  it("tells codes apart when asked for one", () => {
    const error = new TransportError("CLOSED", "closed");
    expect(isTransportError(error, "CLOSED")).toBe(true);
    expect(isTransportError(error, "PORT_BUSY")).toBe(false);
  });

  it("knows an error of another copy of this package", () => {
    const foreign = Object.assign(new Error("closed"), {
      code: "CLOSED",
      [Symbol.for("@qsmtp/transport/TransportError")]: true,
    });
    expect(foreign).not.toBeInstanceOf(TransportError);
    expect(isTransportError(foreign, "CLOSED")).toBe(true);
  });

  it.each([[null], [undefined], ["CLOSED"], [{ code: "CLOSED" }], [new Error("CLOSED")]])(
    "does not take %o for one",
    (value) => {
      expect(isTransportError(value)).toBe(false);
    },
  );
});
