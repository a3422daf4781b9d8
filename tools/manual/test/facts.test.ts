import { expect, it } from "vitest";
import { Workshop } from "./lamp-workshop.ts";

it("writes the schema as one line a fact", async () => {
  const workshop = await Workshop.open();
  expect(await workshop.run("facts", "--check")).toMatchObject({ exitCode: 1 });
  expect(await workshop.run("facts")).toMatchObject({
    exitCode: 0,
    log: "wrote schema/facts.txt\n",
  });
  const lines = (await workshop.read("facts.txt")).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "base/xdemoadd AT+XDEMOADD stable",
      "base/xdemoadd fact maxLamps at most 12 (lamps)",
      "base/xdemoadd param kind value 2 spare",
      "base/xdemoadd operation addLamp AT+XDEMOADD=1,<kind>,<lamp_name>",
      "base/xdemoadd operation deleteLamps AT+XDEMOADD=0[,<kind>[,<lamp_name>]]",
      "base/xdemoadd operation listLamps answers [+XDEMOADD: <kind>,<lamp_name>] as lamps",
      "base/xdemocfg param channel range 1-8",
      "base/xdemocfg param secret secret",
      "base/xdemorun operation lightLamps completes with lampsLit",
      "base/xdemorun event lampsLit +XDEMORUN: <err>,<station_error>",
      "errors/lamp 703 noStation",
      "families XD4x described XD41",
    ]),
  );
  expect(new Set(lines).size).toBe(lines.length);
  expect(await workshop.run("facts", "--check")).toMatchObject({
    exitCode: 0,
    log: "schema/facts.txt is up to date\n",
  });
});

it("changes one line for one fact", async () => {
  const workshop = await Workshop.open();
  await workshop.run("facts");
  const before = (await workshop.read("facts.txt")).split("\n");
  const file = "commands/base/xdemocfg.json";
  const edited = (await workshop.read(file)).replace('"default": 700', '"default": 7000');
  await workshop.write(`schema/${file}`, edited);
  await workshop.run("facts");
  const after = (await workshop.read("facts.txt")).split("\n");
  expect(after.filter((line) => !before.includes(line))).toEqual([
    "base/xdemocfg param port default 7000",
  ]);
});
