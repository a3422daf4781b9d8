import { TransportError } from "@qsmtp/transport";
import type { FaultName } from "./fault.ts";
import {
  answering,
  atStep,
  beforeWriting,
  onTheWay,
  type Scene,
  untilNextLine,
  whatIsPrinted,
} from "./moments.ts";

const boot = ["RDY", "+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE"];
/** What a module prints when it starts. */
export const bootLines: string = boot.map(framed).join("");
const urc = framed("+CREG: 1");

/** Makes the fault happen at the step; everything before it goes as usual. */
export const effects: Readonly<Record<FaultName, (scene: Scene) => void>> = {
  "no-reply": (scene) => {
    // Nothing is said of an order means that nothing ever comes of it.
    const { fake, step } = scene;
    if (step.kind === "order") fake.mail.plans.push({ result: undefined, delivers: true });
    answering(scene, { answer: "" });
  },
  "late-reply": (scene) => answering(scene, { lateMs: 3000 }),
  "too-late-reply": (scene) => answering(scene, { lateMs: 40_000 }),
  error: (scene) => answering(scene, { execute: false, answer: framed("ERROR") }),
  "cme-number": (scene) => answering(scene, { execute: false, answer: framed("+CME ERROR: 100") }),
  "cme-text": (scene) =>
    answering(scene, { execute: false, answer: framed("+CME ERROR: operation not allowed") }),
  "garbage-line": (scene) => answering(scene, { before: framed("\x7f~%{garbage}\x01\xfe") }),
  "stray-ok": (scene) => answering(scene, { before: framed("OK") }),
  "stray-error": (scene) => answering(scene, { before: framed("ERROR") }),
  "split-bytes": (scene) =>
    atStep(scene, () => {
      scene.fake.wire.splitToHost = true;
      untilNextLine(scene);
    }),
  "merged-lines": (scene) =>
    whatIsPrinted(scene, (text) => `${urc}${text}${urc}`.replaceAll("\r\n\r\n", "\r\n"), "always"),
  "urc-middle": (scene) =>
    answering(scene, {
      answer: (usual) => {
        const end = usual.lastIndexOf(framed("OK"));
        return end < 0 ? urc + usual : usual.slice(0, end) + urc + usual.slice(end);
      },
    }),
  "urc-storm": (scene) => answering(scene, { before: urc.repeat(200) }),
  "echo-appears": (scene) =>
    beforeWriting(scene, () => {
      scene.fake.echo = true;
    }),
  "lost-to-module": (scene) => onTheWay(scene, lose),
  "doubled-to-module": (scene) => onTheWay(scene, double),
  "flipped-to-module": (scene) => onTheWay(scene, flip),
  "lost-to-host": (scene) => whatIsPrinted(scene, lose, "once"),
  "doubled-to-host": (scene) => whatIsPrinted(scene, double, "once"),
  "flipped-to-host": (scene) => whatIsPrinted(scene, flip, "once"),
  "restart-told": (scene) => restarting(scene, { bootMs: 3000, print: bootLines }),
  "restart-silent": (scene) => restarting(scene, {}),
  "stuck-in-data": (scene) =>
    insteadOfAnswering(scene, () => {
      scene.fake.leaveInDataMode({ lengthBytes: 1e9, done: () => framed("OK") });
    }),
  "port-closes": (scene) => atStep(scene, () => unplug(scene)),
  "port-comes-back": (scene) =>
    atStep(scene, () => {
      unplug(scene);
      scene.clock.setTimeout(() => {
        scene.fake.wire.openFails = undefined;
      }, 1500);
    }),
  "flow-stalls-20s": (scene) =>
    beforeWriting(scene, () => {
      const { fake, clock } = scene;
      fake.wire.stall();
      clock.setTimeout(() => fake.wire.resume(), 20_000);
    }),
  "flow-stalls": (scene) => beforeWriting(scene, () => scene.fake.wire.stall()),
  "no-connect": (scene) => answering(scene, { execute: false, answer: "" }),
  "data-ends-early": (scene) => {
    scene.fake.on(/^/, { skip: scene.step.at, leaveDataAt: 10 });
    atStep(scene, () => {});
  },
  "wrong-checksum": (scene) =>
    whatIsPrinted(scene, (text) => text.replace(/(\+QFUPL: \d+),/, "$1,1"), "always"),
  "storage-full": (scene) => {
    const answer = scene.step.line.startsWith("AT+QFLDS")
      ? `${framed("+QFLDS: 0,1048576")}${framed("OK")}`
      : framed("+CME ERROR: 403");
    answering(scene, { execute: false, answer });
  },
  "drop-urc": (scene) => {
    scene.fake.mail.plans.push({ result: undefined, delivers: true });
    atStep(scene, () => {});
  },
  "no-result": (scene) => answering(scene, { answer: "" }),
  abort: (scene) => atStep(scene, scene.abort),
  // The time that the call gets is over at the step, see `run-cell.ts`.
  deadline: (scene) => atStep(scene, () => {}),
};

function restarting(scene: Scene, options: { bootMs?: number; print?: string }): void {
  insteadOfAnswering(scene, () => scene.fake.restart(options));
}

/** Something happens in place of a reply, or in the middle of the data. */
function insteadOfAnswering(scene: Scene, act: () => void): void {
  const { fake, step, happened } = scene;
  if (step.kind === "bytes") atStep(scene, act);
  else fake.on(/^/, { skip: step.at, execute: false, answer: "", begin: happened, end: act });
}

function unplug({ fake: { wire } }: Scene): void {
  wire.openFails = () => Promise.reject(new TransportError("PORT_NOT_FOUND", "no such port"));
  wire.unplug();
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

function framed(line: string): string {
  return `\r\n${line}\r\n`;
}
