import { wrongInSilence } from "../score.ts";
import { styles } from "./plan.ts";
import { shareOf, sumOf, tryManuals } from "./trial.ts";

/**
 * `synthetic-score-main.ts [style] [plain|layout] [first seed] [count]`: drafts manuals of our own
 * making and prints what came of them, and each thing that is wrong in silence.
 */
const [style, extract, from = "1", count = "20"] = process.argv.slice(2);
const seeds = Array.from({ length: Number(count) }, (_, index) => Number(from) + index);

for (const one of styles.filter((name) => style === undefined || name === style)) {
  for (const kind of (["plain", "layout"] as const).filter(
    (name) => extract === undefined || name === extract,
  )) {
    const trials = tryManuals(one, kind, seeds);
    const total = sumOf(trials);
    const missed = trials.reduce((sum, { score }) => sum + score.commands.missed, 0);
    const invented = trials.reduce((sum, { score }) => sum + score.commands.invented, 0);
    const silent = trials.flatMap(({ seed, score }) =>
      wrongInSilence(score).map((item) => ({ seed, ...item })),
    );
    const share = (100 * shareOf(total)).toFixed(1);
    console.log(
      `${one} ${kind}: parameters ${share} % right (${total.right} right, ${total.undecided} undecided, ${total.wrong} wrong, ${total.missed} missed, ${total.invented} invented), commands ${missed} missed, ${invented} invented; ${silent.length} things wrong in silence`,
    );
    for (const { seed, path, verdict, expected, got, line } of silent) {
      console.log(`  seed ${seed}, line ${line ?? "?"}: ${verdict} ${path}: ${expected} / ${got}`);
    }
    if (style === undefined) continue;
    for (const { seed, score } of trials) {
      for (const { path, verdict, expected, got } of score.items) {
        if (verdict === "undecided")
          console.log(`  seed ${seed}: undecided ${path}: ${expected} / ${got}`);
      }
    }
  }
}
