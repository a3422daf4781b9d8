import type { Truth, TruthCommand, TruthOperation, TruthParam } from "../truth.ts";
import type { Plan, PlannedCommand, PlannedForm, PlannedParam } from "./plan.ts";

/** What a manual of our own making says, for the judge. */
export function truthOf(plan: Plan): Truth {
  return {
    text: `${plan.style} ${plan.product}`,
    underlinesDefaults: plan.style === "ec200u",
    commands: plan.commands.map(commandTruth),
    errorTables: [{ parameter: "err", section: "4", codes: plan.codes.map(({ code }) => code) }],
  };
}

function commandTruth(command: PlannedCommand): TruthCommand {
  return {
    at: command.at,
    section: "2",
    operations: command.forms.flatMap((form, index) => {
      const isLast = index === command.forms.length - 1;
      const truth = formTruth(form, isLast ? command.responseMs?.value : undefined);
      return form.isBoth === true ? [truth, { ...truth, form: "execute" as const }] : [truth];
    }),
    params: Object.fromEntries(command.params.map((param) => [param.wire, paramTruth(param)])),
  };
}

/** The table's time stands below its last form. */
function formTruth(form: PlannedForm, maxResponseMs: number | undefined): TruthOperation {
  const { args, reply, completion, supports, inWords, data } = form.truth;
  return {
    form: form.form,
    ...(args === undefined ? {} : { args }),
    reply,
    ...(completion === undefined ? {} : { completion }),
    supports,
    inWords,
    ...(data === undefined
      ? {}
      : {
          data: {
            direction: data.direction,
            length: data.length ?? null,
            ...(data.opens === undefined ? {} : { opens: data.opens }),
          },
        }),
    ...(maxResponseMs === undefined ? {} : { maxResponseMs }),
  };
}

function paramTruth({ truth }: PlannedParam): TruthParam {
  const { isError, fits, type, values, others, footnotes } = truth;
  return {
    type,
    fits,
    ...(truth.ranges === undefined ? {} : { ranges: truth.ranges }),
    ...(truth.maxBytes === undefined ? {} : { maxBytes: truth.maxBytes }),
    ...(truth.unit === undefined ? {} : { unit: truth.unit }),
    ...(truth.default === undefined ? {} : { default: truth.default }),
    values,
    ...(others ? { others } : {}),
    footnotes,
    ...(isError ? { role: "error" as const } : {}),
  };
}
