import { describe, expect, test } from "vitest";
import { recognize } from "./port-content.ts";

const sent = "AT+CMEE?\r+++\rATQ0\rATV1\r";

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function foundIn(text: string): string {
  return recognize(latin1(text), latin1(sent)).found;
}

const gga = "$GPGGA,170834,4124.8963,N,08151.6838,W,1,05,1.5,280.2,M,-34.0,M,,*75";

describe("what is on a port", () => {
  test.each([
    ["nmea", `${gga}\r\n`],
    ["nmea", `.8963,N,08151.6838,W,1,05,1.5,280.2,M,-34.0,M,,*75\r\n${gga}\r\n$GNRMC,1708`],
    ["nmea", "5,280.2,M,-34.0,M,,*75\r\n"],
    ["nmea", `AT+CMEE?\r\r\n${gga}\r\n!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\r\n`],
    ["login", "gateway login: "],
    ["login", "\r\nPassword: "],
    ["login", "AT+CMEE?\r\nPassword: \r\n\r\nLogin incorrect\r\ngateway login: "],
    ["login", "root@gateway:~# AT+CMEE?\r\n-sh: AT+CMEE?: not found\r\nroot@gateway:~# "],
    [
      "login",
      "[    1.204113] systemd[1]: Started Getty\r\nDebian GNU/Linux 12 gw ttyS0\r\n\r\ngw login: ",
    ],
    ["boot-log", "U-Boot 2019.07 (Jan 01 2020 - 00:00:00 +0000)\r\nDRAM:  128 MiB\r\n"],
    [
      "boot-log",
      "[    0.000000] Booting Linux on physical CPU 0x0\r\n[    0.000000] Linux version 5.4",
    ],
    ["boot-log", "Format: Log Type - Time(microsec) - Message - Optional Info\r\n"],
    ["wrong-speed", "\x9b\xfe\x1b\x5d\x80\r\n"],
    ["wrong-speed", "\0\0\xf8\0\x80\0\x1e\xe0\0"],
    ["wrong-speed", "\xff\xfd\x9b\xfe\x1b\x80\x81\x82\x83\x84\x85\x86"],
    ["echo", sent],
    ["echo", "AT+CMEE?\r\n+++\r\nATQ0\r\nATV"],
    ["telnet", "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x2c"],
    ["telnet", "\xff\xfb\x01\xff\xfe\x22Welcome to the terminal server\r\n"],
    ["banner", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"],
    ["banner", "220 mail.example.org ESMTP Postfix\r\n"],
    ["banner", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"],
    ["banner", "* OK [CAPABILITY IMAP4rev1] ready\r\n"],
    ["other", "T=21.4;H=40\r\nT=21.5;H=40\r\n"],
    ["other", "OK\r\n"],
  ])("is %s for %j", (found, text) => {
    expect(foundIn(text)).toBe(found);
  });

  test("is text in any language, not noise", () => {
    const received = new TextEncoder().encode("Kühlraum 3: 9,5 °C\r\n温度：九度半\r\n");
    expect(recognize(received, latin1(sent)).found).toBe("other");
  });

  test("is told the same for every beginning of which enough has come", () => {
    const prompt = "\r\ngateway login: ";
    for (let at = "\r\ngateway login:".length; at <= prompt.length; at++) {
      expect(foundIn(prompt.slice(0, at))).toBe("login");
    }
  });
});
