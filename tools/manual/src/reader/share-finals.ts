import type { AnswerLine, FormBlock } from "./manual-model.ts";

/**
 * Where a plain text prints the ends of several answers below the last of them, gives each form its
 * own: they must be as many as the forms that lack one, and all the same.
 */
export function shareFinals(forms: readonly FormBlock[]): FormBlock[] {
  const shared = [...forms];
  let first = 0;
  forms.forEach((form, index) => {
    if (!hasEnd(form)) return;
    shareAmong(shared, first, index);
    first = index + 1;
  });
  return shared;
}

/** @param first place of the first of the forms right above that end without any result */
function shareAmong(forms: FormBlock[], first: number, last: number): void {
  const form = forms[last];
  const groups = endGroups(form?.answers ?? []);
  const isEven = last > first && groups.length === last - first + 1;
  if (form === undefined || !isEven) return;
  if (groups.some((group) => shape(group) !== shape(groups[0] ?? []))) return;
  const own = form.answers.slice(0, form.answers.length - groups.flat().length);
  groups.forEach((group, at) => {
    const target = forms[first + at];
    if (target === undefined) return;
    const answers = target === form ? own : target.answers;
    forms[first + at] = { ...target, answers: [...answers, ...group] };
  });
}

function hasEnd(form: FormBlock | undefined): boolean {
  return (
    form === undefined || form.answers.some(({ role }) => role === "final" || role === "error")
  );
}

/** `OK`, `Or`, `ERROR` at the end of a cell, as often as they come. */
function endGroups(answers: readonly AnswerLine[]): AnswerLine[][] {
  const start = answers.findIndex(({ role }) => role === "final");
  const groups: AnswerLine[][] = [];
  for (const line of start < 0 ? [] : answers.slice(start)) {
    if (!["final", "or", "error"].includes(line.role)) return [];
    if (line.role === "final" || groups.length === 0) groups.push([line]);
    else groups.at(-1)?.push(line);
  }
  return groups;
}

function shape(group: readonly AnswerLine[]): string {
  return group.map(({ text }) => text).join("\n");
}
