import type { ResolvedFamily } from "@qsmtp/protocol/families";

/**
 * Ways of single modules and firmwares. Each is off or on by the model, as the schema has it, and can be
 * switched singly. Those above `lf-is-data` have the names that they have in `quirks` of
 * `@qsmtp/protocol/families`, with their evidence; of the others our notes tell.
 */
export interface ModuleQuirks {
  /** Lists of files have a third number behind the size of files in RAM. On for the GSM models. */
  readonly "file-list-third-field"?: boolean | undefined;
  /** `AT+QNWINFO` prints the operator without quotes. On for all families but BG9x and newer, not for EC25. */
  readonly "network-info-operator"?: boolean | undefined;
  /** `OK` and a blank line come in front of the `CONNECT` of a body. On for the GSM models. */
  readonly "ok-before-connect"?: boolean | undefined;
  /** A module that goes off says nothing. On for BG95. */
  readonly "power-off-line"?: boolean | undefined;
  /**
   * Commands are answered `ERROR` until `APP RDY`, which comes some time after `RDY`: `boot` says when.
   * On for BG96 and BG95.
   */
  readonly "ready-line"?: boolean | undefined;
  /** `+QSMTPPUT` tells the first of its numbers alone. On for the GSM models. */
  readonly "send-result-old-dialect"?: boolean | undefined;
  /** A blank stands in front of the colon of the unsolicited `+QSIMSTAT`. On for EC2x, EG9x, EM05 and EG25-G. */
  readonly "sim-status-spacing"?: boolean | undefined;
  /** `AT+QFLDS` tells a third number, the largest block. On for the GSM models. */
  readonly "storage-space-third-field"?: boolean | undefined;
  /** No blank stands behind the colon of `+QIURC`. On for EG91. */
  readonly "tcpip-line-spacing"?: boolean | undefined;
  /**
   * The kind of card is told by `+USIM` in place of `+QUSIM`. Off for every model: one table of a manual has
   * it, its examples and the modules do not.
   */
  readonly "usim-prefix"?: boolean | undefined;
  /**
   * The LF behind the CR of a command that opens data mode is the first byte of the data, so that all
   * data are shifted by one. Seen on modules of another maker.
   */
  readonly "lf-is-data"?: boolean | undefined;
  /** Errors are a plain `ERROR`, whatever `AT+CMEE` says. */
  readonly "plain-errors"?: boolean | undefined;
  /** The first command line of each connection is answered `ERROR`. */
  readonly "first-line-error"?: boolean | undefined;
  /** `AT+QPOWD` is answered `ERROR`, though the module goes off. Seen on an EC21. */
  readonly "power-off-error"?: boolean | undefined;
  /** `+QIND: PB DONE` comes before `+QIND: SMS DONE`, as a manual's example has it. */
  readonly "phone-book-first"?: boolean | undefined;
}

/** What the schema says of a module, for each quirk that the simulation knows. */
export function quirksOf({ replies, dialogue }: ResolvedFamily): ModuleQuirks {
  const certain = [...replies, ...dialogue].filter(({ certainty }) => certainty === "certain");
  const has = (id: keyof ModuleQuirks, does: (change: ReplyOrCourse) => boolean): boolean =>
    certain.some(({ quirk, change }) => quirk.id === id && does(change));
  const appends = (change: ReplyOrCourse): boolean => "appends" in change;
  return {
    "file-list-third-field": has("file-list-third-field", appends),
    "network-info-operator": has("network-info-operator", (change) => "unquoted" in change),
    "ok-before-connect": has("ok-before-connect", () => true),
    "power-off-line": has("power-off-line", () => true),
    "ready-line": has("ready-line", () => true),
    "send-result-old-dialect": has("send-result-old-dialect", () => true),
    "sim-status-spacing": has(
      "sim-status-spacing",
      (change) => "blankBeforeColon" in change && change.blankBeforeColon === true,
    ),
    "storage-space-third-field": has("storage-space-third-field", appends),
    "tcpip-line-spacing": has(
      "tcpip-line-spacing",
      (change) => "blankBehindColon" in change && change.blankBehindColon === false,
    ),
  };
}

type ReplyOrCourse = (ResolvedFamily["replies"] | ResolvedFamily["dialogue"])[number]["change"];

/** The quirks of a module with those that were switched by hand. */
export function mergedQuirks(own: ModuleQuirks, given: ModuleQuirks | undefined): ModuleQuirks {
  const switched = Object.entries(given ?? {}).filter(([, on]) => on !== undefined);
  return { ...own, ...Object.fromEntries(switched) };
}
