import type { OperationDescriptor } from "@qsmtp/protocol";
import {
  clearMinimumQos,
  clearMinimumUmtsQos,
  clearRequestedQos,
  clearRequestedUmtsQos,
  listMinimumQos,
  listMinimumUmtsQos,
  listRequestedQos,
  listRequestedUmtsQos,
  setMinimumQos,
  setMinimumUmtsQos,
  setRequestedQos,
  setRequestedUmtsQos,
} from "@qsmtp/protocol/commands";
import { type Reply, reply } from "../../modem/answer.ts";
import { type Behaviour, createBehaviour, type OperationHandler } from "../../modem/behaviour.ts";
import { emptyValue, type SettingValues } from "../keyed-settings.ts";

const commands: readonly (readonly [
  list: OperationDescriptor,
  set: OperationDescriptor,
  clear: OperationDescriptor,
])[] = [
  [listRequestedQos, setRequestedQos, clearRequestedQos],
  [listMinimumQos, setMinimumQos, clearMinimumQos],
  [listRequestedUmtsQos, setRequestedUmtsQos, clearRequestedUmtsQos],
  [listMinimumUmtsQos, setMinimumUmtsQos, clearMinimumUmtsQos],
];

/** `AT+CGQREQ` and its like: kept for each context and read back, also over a restart, without effect. */
export function qualityOfServiceBehaviour(): Behaviour {
  return createBehaviour(commands.flatMap((operations) => handlersOf(...operations)));
}

function handlersOf(
  list: OperationDescriptor,
  set: OperationDescriptor,
  clear: OperationDescriptor,
): OperationHandler[] {
  const profiles = new Map<number, SettingValues>();
  const leftOut = valuesLeftOut(list);
  const handler = (
    { name }: OperationDescriptor,
    answer: (input: SettingValues) => Reply<unknown>,
  ): OperationHandler => ({ operation: name, answer: answer as OperationHandler["answer"] });
  return [
    handler(list, () => {
      const inOrder = [...profiles].sort(([one], [other]) => one - other);
      return reply({ profiles: inOrder.map(([, profile]) => profile) });
    }),
    handler(set, (input) => {
      profiles.set(Number(input.contextId), { ...leftOut, ...input });
      return reply();
    }),
    handler(clear, ({ contextId }) => {
      profiles.delete(Number(contextId));
      return reply();
    }),
  ];
}

/** What a profile holds where the host gave nothing: as subscribed. */
function valuesLeftOut({ reply: lines = [] }: OperationDescriptor): SettingValues {
  const fields = lines.flatMap((line) => line.fields);
  const params = fields.flatMap((field) => ("optional" in field ? field.optional : [field]));
  return Object.fromEntries(
    params.flatMap((param) =>
      "name" in param ? [[param.name, param.default ?? emptyValue(param)]] : [],
    ),
  );
}
