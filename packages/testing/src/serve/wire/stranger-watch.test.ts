import { describe, expect, it } from "vitest";
import { StrangerWatch } from "./stranger-watch.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

describe("the watch for strangers", () => {
  it.each([
    ["GET / HTTP/1.1\r\n"],
    ["POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nAT+CSQ\r\r"],
    ["OPTIONS * HTTP/1.1\r\n"],
    ["PRI * HTTP/2.0\r\n\r\n"],
    ["AT /+CSQ HTTP/1.1\r\n"],
    ["ATE0+CFUN /=0 HTTP/1.0\r\n"],
    ["\x16\x03\x01\x02\x00"],
  ])("knows %j, however it is cut", (text) => {
    expect(new StrangerWatch().isStranger(bytes(text))).toBe(true);
    const watch = new StrangerWatch();
    const found = [...text].findIndex((character) => watch.isStranger(bytes(character)));
    expect(found).toBeGreaterThanOrEqual(0);
    // Before the line ends, so before a command of it would be done.
    expect(text.slice(0, found + 1)).not.toMatch(/[\r\n]/);
  });

  it.each([
    ["AT\r"],
    ['\r\nAT+QSMTPDST=1,1,"a@b.test"\r'],
    ["ATE0V1&C1 S0=0\r"],
    ['AT+QSMTPSUB=0,"GET / HTTP"\r\nGET / HTTP/1.1\r\n'],
    ["\xff\xfb\x2c"],
    ["+++"],
    ["rubbish from a line\rAT\r"],
  ])("lets %j pass", (text) => {
    const watch = new StrangerWatch();
    expect([...text].some((character) => watch.isStranger(bytes(character)))).toBe(false);
    expect(new StrangerWatch().isStranger(bytes(text))).toBe(false);
  });
});
