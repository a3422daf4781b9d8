import type { Line, Scene } from "./environment.ts";

/**
 * Results that noise, or a bridge between host and module, may put on the line. The last one is only
 * tried alone: it differs from the one before it in its words.
 */
export function strayTexts(faults: number): readonly string[] {
  return faults > 1 ? ["OK", "ERROR"] : ["OK", "ERROR", "+CME ERROR: 100"];
}

export const bootLine = "RDY";

const messageHead: Line = {
  text: '+CMT: "+4915112345678",,"26/01/01,00:00:00+04"',
  of: "urc",
  isFinal: false,
};
const messageLine: Line = { text: "OK", of: "urc", isFinal: false };

/** The head of a message, its one line, and one more, which no header announces. */
export function printMessage(scene: Scene): void {
  scene.set({
    out: [messageHead, messageLine, { text: "OK", of: "stray", isFinal: true }, ...scene.env.out],
  });
}

export function printUrc(scene: Scene): void {
  const { out } = scene.env;
  scene.set({ out: [{ text: '+QIURC: "pdpdeact",1', of: "urc", isFinal: false }, ...out] });
}

/** What of its output has not left is lost or not, as the module's buffers are. */
export function restart(scene: Scene, told: boolean, keepsOutput: boolean): void {
  const { env } = scene;
  for (const job of env.jobs) {
    if (job.what === "command" || job.what === "dataDone") scene.lose(job.id);
  }
  if (env.data !== undefined) {
    scene.lose(env.data.id);
    scene.set({ ended: { id: env.data.id, told: false } });
  }
  if (!keepsOutput) {
    for (const { of, isFinal } of env.out) if (isFinal) scene.lose(of);
    scene.set({ out: [] });
  }
  scene.set({ jobs: [], data: undefined, half: false, echo: true, orders: [], booting: told });
}

export function bootDone(scene: Scene): void {
  scene.set({ booting: false });
  scene.print([{ text: bootLine, of: "urc", isFinal: false }]);
}

/** A line is read by the host: what it tells the client. */
export function noteRead(scene: Scene, line: Line): void {
  const { awaitsText, ended } = scene.env;
  scene.set({ awaitsText: !awaitsText && line === messageHead });
  if (awaitsText) return;
  const isResult = line.isFinal && line.text !== "CONNECT";
  const tells = line.text === bootLine || (isResult && line.of === ended?.id);
  if (ended !== undefined && tells) scene.set({ ended: { ...ended, told: true } });
  // The message is one too when another line has come between.
  if (line.of === "stray" || line === messageLine) countStray(scene, line.text);
}

/** Noise on the line, in front of everything that the module has printed. */
export function printStray(scene: Scene, text: string): void {
  scene.set({ out: [{ text, of: "stray", isFinal: true }, ...scene.env.out] });
}

/** A result that nobody gave is taken for one. */
function countStray(scene: Scene, text: string): void {
  const { env } = scene;
  scene.set({
    credit: [...env.credit, text].sort(),
    open: env.open.map((call) =>
      call.fate === "waiting" ? call : { ...call, strays: [...call.strays, text].sort() },
    ),
  });
}
