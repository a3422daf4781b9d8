import { execFile } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** What replaces the timers before the package is loaded: of Vitest and Jest, and of node:test. */
const fakes = {
  none: "",
  "@sinonjs/fake-timers": `
    const fake = (name) => {
      const timer = () => ({});
      globalThis[name] = Object.assign(timer, { clock: {} });
    };
    for (const name of ["setTimeout", "setInterval", "setImmediate"]) fake(name);
    performance.now = function fakePerformanceNow() { return 0; };`,
  "mock functions": `
    for (const name of ["setTimeout", "setInterval", "setImmediate"])
      globalThis[name] = Object.assign(() => ({}), { _isMockFunction: true });`,
  "node:test": `
    const { mock } = await import("node:test");
    mock.timers.enable();`,
};

/** Runs a program in a process of its own, and gives what it prints. */
function run(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ["--conditions=@qsmtp/source", "--input-type=module", "--eval", program];
    const options = { cwd: path.resolve(import.meta.dirname, "..") };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim());
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}

describe.each(Object.entries(fakes))("with timers faked before by: %s", (_name, fake) => {
  it("time passes, by itself, until a promise, in real time, and to its end", async () => {
    const printed = await run(`
      ${fake}
      const { createVirtualClock } = await import("./clock/virtual-clock.ts");
      const clock = createVirtualClock();
      await new Promise((resolve) => clock.setTimeout(resolve, 60_000));
      console.log(clock.now());
      const { readFile } = await import("node:fs/promises");
      await clock.inRealTime(readFile(process.execPath));
      console.log(clock.now() > 60_000);
      let end;
      const work = new Promise((resolve) => { end = resolve; });
      const before = clock.now();
      clock.setTimeout(() => end(), 15);
      await clock.inRealTime(work);
      console.log(clock.now() - before >= 15, clock.pending);
      console.log(await clock.runUntil(new Promise(() => {})).catch(({ code }) => code));
    `);
    expect(printed.split("\n")).toEqual(["60000", "true", "true 0", "NOTHING_LEFT"]);
  });

  it("a clock says at once that it has nothing to go by, where that is so", async () => {
    const printed = await run(`
      ${fake}
      delete globalThis.MessageChannel;
      const { createVirtualClock } = await import("./clock/virtual-clock.ts");
      try {
        const clock = createVirtualClock();
        await new Promise((resolve) => clock.setTimeout(resolve, 60_000));
        console.log(clock.now());
      } catch ({ code }) {
        console.log(code);
      }
    `);
    expect(printed).toBe(fake === "" ? "60000" : "TIMERS_FAKED");
  });
});
