import { message, password, type Settled } from "@qsmtp/fake-module";
import { describe, expect, test } from "vitest";
import { allCells, type Cell } from "../src/cell.ts";
import { Judge } from "../src/judge-cell.ts";
import { type Bench, makeBench } from "../src/pipeline.ts";
import { runCell } from "../src/run-cell.ts";
import { secretsIn } from "../src/secrets.ts";

const cells = await allCells();

function cellNamed(name: string): Cell {
  const found = cells.find((cell) => cell.name === name);
  if (found === undefined) throw new Error(`no cell is named ${name}`);
  return found;
}

const harmless = cellNamed("mail.cpin/split-bytes/queue/plain/off");

async function problemsWith(tamper: (bench: Bench) => void): Promise<readonly string[]> {
  const bench = makeBench(harmless.variant);
  tamper(bench);
  return (await runCell(harmless, bench)).problems;
}

/** The server has each mail as the module would deliver it, changed. */
function changeDelivered({ fake }: Bench, change: (mails: unknown[]) => void): void {
  const { delivered } = fake.mail;
  const push = delivered.push.bind(delivered);
  delivered.push = (...mails) => {
    push(...mails);
    change(delivered);
    return delivered.length;
  };
}

test("says nothing against a cell in which all is right", async () => {
  expect(await problemsWith(() => {})).toEqual([]);
});

describe("a judge that cannot say no is none: it says so when", () => {
  test("the server has a mail twice", async () => {
    const problems = await problemsWith((bench) => {
      changeDelivered(bench, (mails) => mails.length === 1 && mails.push(mails[0]));
    });
    expect(problems.join()).toContain("2 times");
  });

  test("the server does not have what was told as sent", async () => {
    const problems = await problemsWith((bench) =>
      changeDelivered(bench, (mails) => mails.shift()),
    );
    expect(problems.join()).toContain("told sent, and not at the server");
    expect(problems.join()).toContain('the mail "Note" is not at the server');
  });

  test("the server has another mail", async () => {
    const problems = await problemsWith((bench) => {
      changeDelivered(bench, (mails) => {
        Object.assign(mails[0] as object, { text: "something else" });
      });
    });
    expect(problems.join()).toContain("another mail than was asked for");
  });

  test("a mail arrives that was told as not sent", async () => {
    const cell = cellNamed("mail.cpin/abort/queue/plain/off");
    const bench = makeBench(cell.variant);
    const { fake, clock } = bench;
    clock.setTimeout(() => {
      const [first] = fake.mail.delivered;
      if (first !== undefined) fake.mail.delivered.push({ ...first, subject: "late" });
    }, 400_000);
    expect((await runCell(cell, bench)).problems.join()).toContain(
      "told not-sent, and at the server",
    );
  });

  test("a file of ours stays", async () => {
    const left = await problemsWith(({ fake, clock }) => {
      clock.setTimeout(() => fake.files.stored.set("RAM:photo1.bin", "x"), 600_000);
    });
    expect(left).toContain("still on the module: RAM:photo1.bin");
  });

  test("a file of others is gone, or changed", async () => {
    const gone = await problemsWith(({ fake, clock }) => {
      clock.setTimeout(() => fake.files.stored.delete("UFS:keep.bin"), 1000);
    });
    expect(gone).toContain("a file of others is gone: UFS:keep.bin");
    const changed = await problemsWith(({ fake, clock }) => {
      clock.setTimeout(() => fake.files.stored.set("RAM:theirs.txt", "x"), 1000);
    });
    expect(changed).toContain("a file of others is gone: RAM:theirs.txt");
  });

  test("a timer is left", async () => {
    const problems = await problemsWith(
      ({ timers }) => void timers.setTimeout(() => {}, 10_000_000),
    );
    expect(problems).toContain("1 timers are left at the end");
  });

  test("the fault does not happen", async () => {
    const nowhere = { ...harmless, step: { ...harmless.step, at: 999 } };
    expect((await runCell(nowhere)).problems).toContain("the fault has not happened");
  });

  test("the next mail does not go out", async () => {
    const problems = await problemsWith(({ fake }) => {
      fake.mail.plans.push({}, { result: "677,535", delivers: false });
    });
    expect(problems.join()).toContain("the next mail does not go out: SEND_FAILED");
  });

  test("a call ends otherwise than the table has it", async () => {
    const refused = { ...harmless, fault: "storage-full" } as const;
    expect((await runCell(refused)).problems.join()).toContain("right is");
  });

  test("a secret stands in the trace", async () => {
    const problems = await problemsWith(({ trace }) => {
      const text = `x ${password}`;
      trace.push({ direction: "note", kind: "note", text, bytes: 0, meaning: undefined, atMs: 0 });
    });
    expect(problems).toContain("the trace holds a piece of the password");
  });
});

describe("an error", () => {
  const judge = (): Judge => new Judge(harmless, makeBench(harmless.variant));
  const rejected = (error: unknown): Settled<never> => ({ how: "rejected", error, atMs: 0 });

  test("must be one of ours", () => {
    const strict = judge();
    strict.errors(rejected(new TypeError("odd")));
    expect(strict.problems.join()).toContain("not ours");
  });

  test("holds no secret, however deep and however garbled", () => {
    const cause = new Error("AT+X", { cause: { line: password.slice(1, 7) } });
    expect(secretsIn(new Error("outer", { cause }))).toEqual(["a piece of the password"]);
    expect(secretsIn({ text: message.text })).toEqual(["a piece of the mail's text"]);
    expect(secretsIn(new Error("no answer within 5000 ms"))).toEqual([]);
  });

  test("ends the call in its time, or is a problem", () => {
    const slow = judge();
    const settled = rejected(new Error("late"));
    slow.time({ settled, tookMs: 10_100, limitMs: 10_000, sinceFaultMs: 0 });
    expect(slow.problems.join()).toContain("its limit is 10000");
    const never = judge();
    never.time({ settled: { how: "hangs", atMs: 0 }, tookMs: 0, limitMs: 1, sinceFaultMs: 0 });
    expect(never.problems).toContain("the call never ends");
    const unplugged = cellNamed("mail.cpin/port-closes/queue/plain/off");
    const lost = new Judge(unplugged, makeBench(unplugged.variant));
    lost.time({ settled, tookMs: 100, limitMs: 10_000, sinceFaultMs: 51 });
    expect(lost.problems.join()).toContain("not within 50");
  });

  test("that says permanent of what passes is a problem", () => {
    const strict = judge();
    strict.errors(rejected(Object.assign(new Error("x"), { permanent: true })));
    expect(strict.problems.join()).toContain("permanent");
  });
});

test("a client that reconnects and has ended is a problem", () => {
  const cell = cellNamed("mail.cpin/split-bytes/queue/plain/on");
  const judge = new Judge(cell, makeBench(cell.variant));
  judge.alive(false);
  expect(judge.problems).toEqual([]);
  judge.alive(true);
  expect(judge.problems.join()).toContain("come back by itself");
});
