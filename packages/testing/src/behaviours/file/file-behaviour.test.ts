import { fileErrorNumber } from "@qsmtp/protocol/facts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../../as-read.fixture.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";
import { fileChecksum } from "./checksum.ts";

const ok = "\r\nOK\r\n";
const connect = "\r\nCONNECT\r\n";
const cme = (error: number): string => `\r\n+CME ERROR: ${error}\r\n`;
const line = (text: string): string => `\r\n${text}\r\n${ok}`;

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
}

/** Uploads a text and gives what the module printed behind CONNECT. */
function upload(name: string, text: string): string {
  expect(host.ask(`AT+QFUPL="${name}",${text.length},10`)).toBe(connect);
  host.type(text);
  return host.take();
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("checksum", () => {
  it.each<[number[], string]>([
    [[], "0"],
    [[0x41], "4100"],
    [[0x61, 0x62, 0x63], "262"],
    [[0x23, 0x13, 0x65, 0xb6, 0x76, 0x88, 0xa3, 0xef, 0x55], "c6c2"],
    [new Array<number>(1025).fill(0xff), "ff00"],
  ])("of %j is %s", (bytes, checksum) => {
    start();
    expect(fileChecksum(Uint8Array.from(bytes)).toString(16)).toBe(checksum);
  });
});

describe("upload, list, delete", () => {
  it("stores a file in flash, printed with its storage", () => {
    start();
    expect(upload("note.txt", "Hello")).toBe(line("+QFUPL: 5,4b09"));
    expect(host.ask('AT+QFLST="note.txt"')).toBe(line('+QFLST: "UFS:note.txt",5'));
    expect(host.ask('AT+QFLST="UFS:note.txt"')).toBe(line('+QFLST: "UFS:note.txt",5'));
    expect(host.ask("AT+QFLDS")).toBe(line("+QFLDS: 5,1"));
    expect(host.ask('AT+QFLDS="UFS"')).toBe(line("+QFLDS: 2616315,2616320"));
    expect(host.ask('AT+QFDEL="note.txt"')).toBe(ok);
    expect(host.ask('AT+QFLST="note.txt"')).toBe(cme(405));
  });

  it("lists a storage, or nothing", () => {
    start();
    expect(host.ask('AT+QFLST="*"')).toBe(ok);
    upload("a", "1");
    upload("b", "22");
    upload("RAM:c", "333");
    expect(host.ask("AT+QFLST")).toBe('\r\n+QFLST: "UFS:a",1\r\n+QFLST: "UFS:b",2\r\n\r\nOK\r\n');
    expect(host.ask('AT+QFLST="RAM:*"')).toBe(line('+QFLST: "RAM:c",3'));
    expect(host.ask('AT+QFDEL="*"')).toBe(ok);
    expect(host.ask('AT+QFLST="*"')).toBe(ok);
    expect(host.ask('AT+QFLST="RAM:*"')).toBe(line('+QFLST: "RAM:c",3'));
  });

  it("prints flash names without storage for a firmware that does so", () => {
    start({ file: { ufsPrefix: false } });
    upload("a", "1");
    expect(host.ask('AT+QFLST="*"')).toBe(line('+QFLST: "a",1'));
  });

  it("does not overwrite", () => {
    start();
    upload("a", "1");
    expect(host.ask('AT+QFUPL="UFS:a",5')).toBe(cme(407));
    expect(upload("RAM:a", "1")).toContain("+QFUPL: 1,");
  });

  it.each(["fileNotFound", "deleteFailed"] as const)(
    "answers %s to the deletion of nothing",
    (error) => {
      start({ file: { deleteMissingError: error } });
      expect(host.ask('AT+QFDEL="gone"')).toBe(cme(fileErrorNumber[error]));
    },
  );

  it.each(["a/b", "a*", "XX:a", "RAM:"])("refuses the name %s", (name) => {
    start();
    expect(host.ask(`AT+QFUPL="${name}",5`)).toBe(cme(406));
  });

  it.each(["storageFull", "noSpace", "fileTooLarge"] as const)(
    "answers %s when the storage is too small",
    (error) => {
      start({ storage: { ramBytes: 10 }, file: { storageFullError: error } });
      upload("RAM:a", "123456");
      expect(host.ask('AT+QFUPL="RAM:b",5')).toBe(cme(fileErrorNumber[error]));
      expect(upload("RAM:b", "1234")).toContain("+QFUPL: 4,");
    },
  );

  it("knows an SD card only when there is one", () => {
    start();
    expect(host.ask('AT+QFLDS="SD"')).toBe(cme(419));
    expect(host.ask('AT+QFUPL="SD:a",1')).toBe(cme(410));
    expect(host.ask('AT+QFLST="SD:*"')).toBe(cme(417));
    module.dispose();
    start({ storage: { sdBytes: 1000 } });
    expect(host.ask('AT+QFLDS="SD"')).toBe(line("+QFLDS: 1000,1000"));
    expect(upload("SD:a", "1")).toContain("+QFUPL: 1,");
  });

  it("forgets RAM at a restart, and nothing else", () => {
    start({ storage: { sdBytes: 1000 } });
    for (const name of ["UFS:a", "RAM:b", "SD:c"]) module.files.write(name, "x");
    module.restart();
    expect(module.files.list().map(({ name }) => name)).toEqual(["UFS:a", "SD:c"]);
  });
});

describe("an upload that stops", () => {
  it.each([
    ["short", "\r\n+QFUPL: 2,6162\r\n\r\nOK\r\n"],
    ["error", "\r\n+CME ERROR: 421\r\n"],
    ["both", "\r\n+QFUPL: 2,6162\r\n\r\n+CME ERROR: 421\r\n"],
  ] as const)("ends as the option %s says, and the bytes stay", (uploadTimeout, answer) => {
    start({ file: { uploadTimeout } });
    host.ask('AT+QFUPL="RAM:a",5,1');
    host.type("ab");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(answer);
    expect(host.ask('AT+QFLST="RAM:a"')).toBe(line('+QFLST: "RAM:a",2'));
  });

  it("waits 5 s when no time is given", () => {
    start();
    host.ask('AT+QFUPL="RAM:a"');
    host.type("ab");
    vi.advanceTimersByTime(4999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toContain("+QFUPL: 2,6162");
  });
});

describe("open files", () => {
  it("are written, read, cut and closed", () => {
    start();
    upload("note.txt", "Hello");
    expect(host.ask('AT+QFOPEN="note.txt",0')).toBe(line("+QFOPEN: 1"));
    expect(host.ask("AT+QFSEEK=1,0,2")).toBe(ok);
    expect(host.ask("AT+QFWRITE=1,6,5")).toBe(connect);
    host.type(" there");
    expect(host.take()).toBe(line("+QFWRITE: 6,11"));
    expect(host.ask("AT+QFREAD=1,64")).toBe(cme(402));
    expect(host.ask("AT+QFSEEK=1,0,0")).toBe(ok);
    expect(host.ask("AT+QFREAD=1,64")).toBe("\r\nCONNECT 11\r\nHello there\r\nOK\r\n");
    expect(host.ask("AT+QFSEEK=1,5,0")).toBe(ok);
    expect(host.ask("AT+QFTUCAT=1")).toBe(ok);
    expect(host.ask("AT+QFPOSITION=1")).toBe(line("+QFPOSITION: 5"));
    expect(host.ask("AT+QFCLOSE=1")).toBe(ok);
    expect(host.ask("AT+QFCLOSE=1")).toBe(cme(416));
    expect(module.files.read("note.txt")).toEqual(new TextEncoder().encode("Hello"));
  });

  it("are written over in the middle", () => {
    start();
    upload("a", "Hello");
    host.ask('AT+QFOPEN="a";+QFSEEK=1,1');
    host.ask("AT+QFWRITE=1,2");
    host.type("EL");
    expect(host.take()).toBe(line("+QFWRITE: 2,5"));
    expect(module.files.read("a")).toEqual(new TextEncoder().encode("HELlo"));
  });

  it("are listed with handle and mode; RAM handles begin at 3000", () => {
    start();
    expect(host.ask('AT+QFOPEN="a",1')).toBe(line("+QFOPEN: 1"));
    expect(host.ask('AT+QFOPEN="RAM:b"')).toBe(line("+QFOPEN: 3000"));
    expect(host.ask("AT+QFOPEN?")).toBe(
      '\r\n+QFOPEN: "UFS:a",1,1\r\n+QFOPEN: "RAM:b",3000,0\r\n\r\nOK\r\n',
    );
  });

  it("are emptied by mode 1, and must exist for mode 2", () => {
    start();
    upload("a", "123");
    host.ask('AT+QFOPEN="a",1');
    expect(host.ask('AT+QFLST="a"')).toBe(line('+QFLST: "UFS:a",0'));
    expect(host.ask('AT+QFOPEN="b",2')).toBe(cme(405));
  });

  it("cannot be opened twice, deleted, or written when read only", () => {
    start();
    upload("a", "123");
    host.ask('AT+QFOPEN="a",2');
    expect(host.ask('AT+QFOPEN="a",2')).toBe(cme(426));
    expect(host.ask('AT+QFDEL="a"')).toBe(cme(426));
    expect(host.ask('AT+QFDEL="*"')).toBe(ok);
    expect(module.files.read("a")).toBeDefined();
    expect(host.ask("AT+QFWRITE=1,1")).toBe(cme(414));
    expect(host.ask("AT+QFTUCAT=1")).toBe(cme(414));
    expect(host.ask("AT+QFSEEK=1,4,0")).toBe(cme(401));
    expect(host.ask("AT+QFSEEK=1,2;+QFSEEK=1,2,1")).toBe(cme(401));
  });

  it("are ten at most", () => {
    start();
    for (let i = 0; i < 10; i++) host.ask(`AT+QFOPEN="f${i}"`);
    expect(host.ask('AT+QFOPEN="f10"')).toBe(cme(413));
  });

  it("take what came before a write stopped", () => {
    start();
    host.ask('AT+QFOPEN="a"');
    host.ask("AT+QFWRITE=1,10,2");
    host.type("abc");
    vi.advanceTimersByTime(2000);
    expect(host.take()).toBe(line("+QFWRITE: 3,3"));
  });

  it("are closed by a restart", () => {
    start();
    host.ask('AT+QFOPEN="a"');
    module.restart();
    host.ask("ATE0");
    expect(host.ask("AT+QFPOSITION=1")).toBe(cme(416));
  });
});

describe("RAM", () => {
  it("is listed, measured and read back", () => {
    start();
    expect(host.ask('AT+QFLST="RAM:*"')).toBe(ok);
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    host.ask('AT+QFUPL="RAM:all.bin",256,10');
    host.type(all);
    const [, checksum = ""] = /\+QFUPL: 256,(\w+)/.exec(host.take()) ?? [];
    upload("RAM:b.txt", "Hello");
    expect(host.ask('AT+QFLST="RAM:*"')).toBe(
      '\r\n+QFLST: "RAM:all.bin",256\r\n+QFLST: "RAM:b.txt",5\r\n\r\nOK\r\n',
    );
    expect(host.ask('AT+QFLDS="RAM"')).toBe(line("+QFLDS: 1048315,1048576"));
    expect(host.ask('AT+QFDWL="RAM:b.txt"')).toBe(`${connect}Hello${line("+QFDWL: 5,4b09")}`);
    host.type('AT+QFDWL="RAM:all.bin"\r');
    expect(host.takeChunks().join("")).toContain(`+QFDWL: 256,${checksum}`);
  });
});

describe("download", () => {
  it("of a missing file fails before CONNECT", () => {
    start();
    expect(host.ask('AT+QFDWL="gone"')).toBe(cme(405));
  });

  it("of an empty file sends nothing", () => {
    start();
    module.files.write("a", "");
    expect(host.ask('AT+QFDWL="a"')).toBe(`${connect}${line("+QFDWL: 0,0")}`);
  });
});

describe("AT+QFMOV and AT+QFFLUSH", () => {
  it.each(["AT+QFMOV=?", 'AT+QFMOV="a","b",0,0', "AT+QFFLUSH=?", "AT+QFFLUSH=1"])(
    "do not exist by default: %s",
    (command) => {
      start();
      expect(host.ask(command)).toBe("\r\nERROR\r\n");
    },
  );

  it("work on firmware that has them", () => {
    start({ file: { moveAndFlush: true } });
    upload("a", "1");
    expect(host.ask('AT+QFMOV="a","RAM:b",1,0')).toBe(ok);
    expect(host.ask('AT+QFMOV="a","RAM:b",0,0')).toBe(cme(407));
    expect(host.ask('AT+QFMOV="a","RAM:b",0,1')).toBe(ok);
    expect(host.ask('AT+QFMOV="a","c",0,0')).toBe(cme(405));
    host.ask('AT+QFOPEN="RAM:b"');
    expect(host.ask("AT+QFFLUSH=3000")).toBe(ok);
    expect(host.ask("AT+QFFLUSH=1")).toBe(cme(416));
  });
});

describe("the view on the files", () => {
  it("refuses names that no module has", () => {
    start();
    expect(() => module.files.write("a/b", "x")).toThrow(RangeError);
    expect(() => module.files.write("SD:a", "x")).toThrow(RangeError);
  });

  it("keeps its own copy of the bytes", () => {
    start();
    const bytes = Uint8Array.of(1);
    module.files.write("a", bytes);
    bytes[0] = 2;
    expect(module.files.read("a")).toEqual(Uint8Array.of(1));
    expect(module.files.delete("a")).toBe(true);
    expect(module.files.delete("a")).toBe(false);
  });
});
