import type { FakeModule, VirtualClock } from "@qsmtp/fake-module";
import { TransportError } from "@qsmtp/transport";
import type { FaultName } from "./fault.ts";
import type { Step } from "./step.ts";

/** Where and on what a fault happens. */
export interface Scene {
  readonly fake: FakeModule;
  readonly clock: VirtualClock;
  readonly step: Step;
  /** How many lines the module had worked on when the phase began. */
  readonly before: number;
  /** Gives the call up. */
  readonly abort: () => void;
  /** Called when the fault has happened. */
  readonly happened: () => void;
}

const boot = ["RDY", "+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE"];
/** What a module prints when it starts. */
export const bootLines: string = boot.map(framed).join("");
const urc = framed("+CREG: 1");

/** Makes the fault happen at the step; everything before it goes as usual. */
export const effects: Readonly<Record<FaultName, (scene: Scene) => void>> = {
  "no-reply": (scene) => answering(scene, { answer: "", quietOrder: true }),
  "late-reply": (scene) => answering(scene, { lateMs: 3000 }),
  "too-late-reply": (scene) => answering(scene, { lateMs: 40_000 }),
  error: (scene) => answering(scene, { execute: false, answer: framed("ERROR") }),
  "cme-number": (scene) => answering(scene, { execute: false, answer: framed("+CME ERROR: 100") }),
  "cme-text": (scene) =>
    answering(scene, { execute: false, answer: framed("+CME ERROR: operation not allowed") }),
  "garbage-line": (scene) => answering(scene, { before: framed("\x7f~%{garbage}\x01\xfe") }),
  "stray-ok": (scene) => answering(scene, { before: framed("OK") }),
  "stray-error": (scene) => answering(scene, { before: framed("ERROR") }),
  "split-bytes": (scene) => {
    const { wire } = scene.fake;
    atStep(scene, {
      begin: () => {
        wire.splitToHost = true;
      },
      next: () => {
        wire.splitToHost = false;
      },
    });
  },
  "merged-lines": (scene) =>
    whatIsPrinted(scene, (text) => `${urc}${text}${urc}`.replaceAll("\r\n\r\n", "\r\n"), "always"),
  "urc-middle": (scene) =>
    answering(scene, {
      answer: (usual) => {
        const end = usual.lastIndexOf("\r\nOK\r\n");
        return end < 0 ? urc + usual : usual.slice(0, end) + urc + usual.slice(end);
      },
    }),
  "urc-storm": (scene) => answering(scene, { before: urc.repeat(200) }),
  "echo-appears": (scene) => {
    whenWritten(scene, () => {
      scene.fake.echo = true;
    });
  },
  "lost-to-module": (scene) => onTheWay(scene, "command", lose),
  "doubled-to-module": (scene) => onTheWay(scene, "command", double),
  "flipped-to-module": (scene) => onTheWay(scene, "command", flip),
  "lost-to-us": (scene) => whatIsPrinted(scene, lose, "once"),
  "doubled-to-us": (scene) => whatIsPrinted(scene, double, "once"),
  "flipped-to-us": (scene) => whatIsPrinted(scene, flip, "once"),
  "restart-told": (scene) =>
    answering(scene, {
      execute: false,
      answer: "",
      end: (module) => module.restart({ bootMs: 3000, print: bootLines }),
    }),
  "restart-silent": (scene) => answering(scene, { restart: "instead" }),
  "stuck-in-data": (scene) => {
    // A data phase begins as usual and does not end; any other command is swallowed.
    const answer = scene.step.kind === "data" ? framed("CONNECT") : "";
    answering(scene, {
      execute: false,
      answer,
      end: (module) => module.leaveInDataMode({ lengthBytes: 1e9, done: () => framed("OK") }),
    });
  },
  "port-closes": (scene) => {
    const { wire } = scene.fake;
    atStep(scene, {
      begin: () => {
        wire.openFails = noPort;
        wire.unplug();
      },
    });
  },
  "port-comes-back": (scene) => {
    const { fake, clock } = scene;
    atStep(scene, {
      begin: () => {
        fake.wire.openFails = noPort;
        fake.wire.unplug();
        clock.setTimeout(() => {
          fake.wire.openFails = undefined;
        }, 1500);
      },
    });
  },
  "flow-stalls-20s": (scene) => {
    const { fake, clock } = scene;
    whenWritten(scene, () => {
      fake.wire.stall();
      clock.setTimeout(() => fake.wire.resume(), 20_000);
    });
  },
  "flow-stalls": (scene) => whenWritten(scene, () => scene.fake.wire.stall()),
  "no-connect": (scene) => answering(scene, { execute: false, answer: "" }),
  "data-ends-early": (scene) => answering(scene, { leaveDataAt: 10 }),
  "lost-in-data": (scene) => onTheWay(scene, "data", lose),
  "doubled-in-data": (scene) => onTheWay(scene, "data", double),
  "flipped-in-data": (scene) => onTheWay(scene, "data", flip),
  "wrong-checksum": (scene) =>
    whatIsPrinted(scene, (text) => text.replace(/(\+QFUPL: \d+),/, "$1,1"), "always"),
  "storage-full": (scene) => {
    const answer = scene.step.line.startsWith("AT+QFLDS")
      ? `${framed("+QFLDS: 0,1048576")}${framed("OK")}`
      : framed("+CME ERROR: 403");
    answering(scene, { execute: false, answer });
  },
  "ok-without-urc": (scene) => {
    scene.fake.mail.plans.push({ result: undefined, delivers: true });
    atStep(scene, {});
  },
  "urc-without-ok": (scene) => answering(scene, { answer: "" }),
  abort: (scene) => atStep(scene, { begin: scene.abort }),
  // The time that the call gets is over at the step, see `run-cell.ts`.
  deadline: (scene) => atStep(scene, {}),
};

type Rule = Omit<Parameters<FakeModule["on"]>[1], "skip">;

/** The module takes the line up, and goes on otherwise than usual. */
function answering(
  { fake, step, happened }: Scene,
  { quietOrder = false, ...rule }: Rule & { readonly quietOrder?: boolean },
): void {
  // Nothing is said of an order means that nothing ever comes of it.
  if (quietOrder && step.kind === "order") {
    fake.mail.plans.push({ result: undefined, delivers: true });
  }
  fake.on(/^/, { ...rule, skip: step.at, begin: happened });
}

/** Something is done when the module takes the line up, and when it takes up the one behind it. */
function atStep(
  { fake, step, happened }: Scene,
  { begin = () => {}, next = () => {} }: { begin?: () => void; next?: () => void },
): void {
  fake.on(/^/, {
    skip: step.at,
    begin: () => {
      happened();
      begin();
    },
  });
  fake.on(/^/, { skip: step.at + 1, begin: next });
}

/** Changes what the module prints from the step's reply on until it takes up the next line. */
function whatIsPrinted(
  scene: Scene,
  change: (text: string) => string,
  times: "once" | "always",
): void {
  const { wire } = scene.fake;
  atStep(scene, {
    begin: () => {
      wire.toHost = (text) => {
        if (text === "") return text;
        if (times === "once") wire.toHost = undefined;
        return change(text);
      };
    },
    next: () => {
      wire.toHost = undefined;
    },
  });
}

/** Does something when the bytes of the step go out: its data where it has some, else its line. */
function whenWritten(scene: Scene, act: () => void): void {
  const { fake, step, happened } = scene;
  let done = false;
  fake.wire.onWrite = (text) => {
    if (done || !isOfStep(scene, text, step.kind === "data" ? "data" : "command")) return;
    done = true;
    happened();
    act();
  };
}

/** Changes the step's bytes on their way to the module. */
function onTheWay(scene: Scene, part: "command" | "data", change: (text: string) => string): void {
  let done = false;
  scene.fake.wire.toModule = (text) => {
    if (done || !isOfStep(scene, text, part)) return text;
    done = true;
    scene.happened();
    return change(text);
  };
}

function isOfStep({ fake, step, before }: Scene, text: string, part: "command" | "data"): boolean {
  const at = fake.executed.length - before;
  if (part === "data") return at === step.at + 1 && fake.inDataMode;
  return at === step.at && !fake.inDataMode && /^\s*AT/i.test(text);
}

function lose(text: string): string {
  const at = middle(text);
  return text.slice(0, at) + text.slice(at + 1);
}

function double(text: string): string {
  const at = middle(text);
  return text.slice(0, at + 1) + text.slice(at);
}

/** A bit is changed, as noise does it. */
function flip(text: string): string {
  const at = middle(text);
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
}

function middle(text: string): number {
  return Math.floor(text.length / 2);
}

function noPort(): Promise<never> {
  return Promise.reject(new TransportError("PORT_NOT_FOUND", "no such port"));
}

function framed(line: string): string {
  return `\r\n${line}\r\n`;
}
