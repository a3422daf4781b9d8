import { Narrator } from "./narrator.ts";
import { showDelivery } from "./show-delivery.ts";
import { showNodemailer } from "./show-nodemailer.ts";
import { showRefusal } from "./show-refusal.ts";
import { showTrap } from "./show-trap.ts";
import { setStage } from "./stage.ts";

const account = { user: "pump7", pass: "Grundwasser-4711" };
const wrongPassword = "Oberwasser-0815";

/** Everything that would give a password away in base64 or in the clear. */
const secrets = [account.pass, wrongPassword].flatMap((pass) => [
  pass,
  `\0${account.user}\0${pass}`,
]);

const narrator = new Narrator((text) => process.stdout.write(text));
const verdicts: [string, boolean][] = [];
const stage = await setStage(narrator, account);
try {
  verdicts.push(["a naive writer falls into the trap", await showTrap(stage)]);
  verdicts.push(["every part of the mail arrived as it was sent", await showDelivery(stage)]);
  verdicts.push([
    "a wrong password ends in a typed error that says what to do, and nothing stays behind",
    await showRefusal(stage, wrongPassword),
  ]);
  verdicts.push([
    "the same mail by nodemailer arrived as it was sent",
    await showNodemailer(stage),
  ]);
} catch (error) {
  narrator.say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  verdicts.push(["everything went as foreseen", false]);
} finally {
  await stage.clear();
}
verdicts.push(["no password was printed", !narrator.hasTold(secrets)]);
narrator.chapter("Verdict");
narrator.say(...verdicts.map(([what, holds]) => `  ${holds ? "yes" : "NO "}  ${what}`));
process.exitCode = verdicts.every(([, holds]) => holds) ? 0 : 1;
