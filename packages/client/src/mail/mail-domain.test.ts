import { afterEach, describe, expect, test, vi } from "vitest";
import { hostNameOf } from "./mail-domain.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("an international domain", () => {
  test.each([
    ["bücher.example", "xn--bcher-kva.example"],
    ["BÜCHER.Example", "xn--bcher-kva.example"],
    ["straße.example", "xn--strae-oqa.example"],
    ["例え.テスト", "xn--r8jz45g.xn--zckzah"],
    ["mail。例え.テスト", "mail.xn--r8jz45g.xn--zckzah"],
    ["bu\u0308cher.example", "xn--bcher-kva.example"],
  ])("%s is %s", (domain, host) => {
    expect(hostNameOf(domain)).toEqual({ host });
  });

  test.each([
    ["a part of it is no letter", "bü_cher.example"],
    ["it becomes an address of numbers", "１２７.0.0.1"],
    ["it becomes plain ASCII", "ｅxample.org"],
    ["a character vanishes", "exam\u00adple.org"],
    ["it becomes a path", "bücher.example／x"],
    ["it holds a port", "bücher.example:25"],
    ["it holds a percent sign", "b%C3%BCcher.ü"],
    ["a label is empty", "bücher。。example"],
    ["it begins with a point", "。bücher.example"],
    ["a label is too long", `${"ü".repeat(60)}.example`],
    ["it is only a mark", "\u0301.example"],
  ])("is refused when %s", (_what, domain) => {
    expect(hostNameOf(domain)).toMatchObject({ fault: expect.stringContaining("xn--") });
  });

  test.each([
    ["has no URL", undefined],
    [
      "leaves it as it is",
      class {
        hostname = "bücher.example";
      },
    ],
    [
      "escapes it",
      class {
        hostname = "b%C3%BCcher.example";
      },
    ],
    [
      "has none in its addresses",
      class {
        get hostname(): string {
          throw new Error("not implemented");
        }
      },
    ],
  ])("is refused where the platform %s", (_what, platform) => {
    vi.stubGlobal("URL", platform);
    expect(hostNameOf("bücher.example")).toMatchObject({ fault: expect.stringContaining("xn--") });
    expect(hostNameOf("example.org")).toEqual({ host: "example.org" });
  });
});

test.each(["example.org", "Example.ORG", "localhost", "a_b.example", "xn--bcher-kva.example"])(
  "%s stays as it is",
  (host) => {
    expect(hostNameOf(host)).toEqual({ host });
  },
);

test.each(["[10.0.0.1]", "[IPv6:::1]"])("%s stays as it is", (host) => {
  expect(hostNameOf(host)).toEqual({ host });
});

test.each(["a!b", "a..b", ".a", "a.", "a b", "[1.2.3.4", "a/b", "a@b", "a:25", ""])(
  "%j is no host name",
  (domain) => {
    expect(hostNameOf(domain)).toHaveProperty("fault");
  },
);
