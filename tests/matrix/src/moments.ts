import type { FakeModule, VirtualClock } from "@qsmtp/fake-module";
import { intoDataMs, type Step } from "./step.ts";

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

/** What a module does otherwise than usual when it is told something. */
export interface Otherwise {
  /** The reply comes so much later. */
  readonly lateMs?: number;
  /** False: what was told is not done. Data that came has come. */
  readonly execute?: false;
  /** In place of the reply, or of the result behind the data. */
  readonly answer?: string | ((usual: string) => string);
  /** Printed in front of the reply, or while data passes. */
  readonly before?: string;
}

/** The module replies otherwise than usual: to the command line, or behind the data. */
export function answering(scene: Scene, otherwise: Otherwise): void {
  const { fake, step, happened } = scene;
  if (step.kind !== "bytes") {
    fake.on(/^/, { ...otherwise, skip: step.at, begin: happened });
    return;
  }
  const { lateMs, answer, before } = otherwise;
  if (lateMs !== undefined) fake.on(/^/, { skip: step.at, resultLateMs: lateMs });
  atStep(scene, () => {
    if (before !== undefined) fake.print(before);
    if (answer === undefined) return;
    const change = typeof answer === "string" ? () => answer : answer;
    fake.wire.toHost = (text) => (text.includes("\r\nOK\r\n") ? change(text) : text);
    untilNextLine(scene);
  });
}

/** Does something when the module takes the line up, or when some of the data has arrived. */
export function atStep(scene: Scene, act: () => void): void {
  const { fake, clock, step, happened } = scene;
  const begin = (): void => {
    happened();
    act();
  };
  if (step.kind !== "bytes") fake.on(/^/, { skip: step.at, begin });
  else onFirstWrite(scene, () => void clock.setTimeout(begin, intoDataMs));
}

/** Does something just before the first bytes of the step go out. */
export function beforeWriting(scene: Scene, act: () => void): void {
  onFirstWrite(scene, () => {
    scene.happened();
    act();
  });
}

/** Changes the first bytes of the step on their way to the module. */
export function onTheWay(scene: Scene, change: (text: string) => string): void {
  const { wire } = scene.fake;
  wire.toModule = (text) => {
    if (!isOfStep(scene, text)) return text;
    wire.toModule = undefined;
    scene.happened();
    return change(text);
  };
}

/** Changes what the module prints: the first piece, or all until it takes up the next line. */
export function whatIsPrinted(
  scene: Scene,
  change: (text: string) => string,
  times: "once" | "always",
): void {
  const { wire } = scene.fake;
  atStep(scene, () => {
    wire.toHost = (text) => {
      if (text === "") return text;
      if (times === "once") wire.toHost = undefined;
      return change(text);
    };
    untilNextLine(scene);
  });
}

/** What is done to the line ends when the module takes up the next command line. */
export function untilNextLine({ fake }: Scene): void {
  fake.on(/^/, {
    begin: ({ wire }) => {
      wire.toHost = undefined;
      wire.splitToHost = false;
    },
  });
}

function onFirstWrite(scene: Scene, act: () => void): void {
  const { wire } = scene.fake;
  wire.onWrite = (text) => {
    if (!isOfStep(scene, text)) return;
    wire.onWrite = undefined;
    act();
  };
}

function isOfStep({ fake, step, before }: Scene, text: string): boolean {
  const at = fake.executed.length - before;
  if (step.kind === "bytes") return at === step.at + 1 && fake.inDataMode;
  return at === step.at && !fake.inDataMode && /^\s*AT/i.test(text);
}
