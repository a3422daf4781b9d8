/**
 * A package whose face is finished: everything that its API reports show is documented, and every
 * type that they show can be imported.
 */
export interface FinishedPackage {
  /** Name of the folder below packages/. */
  readonly folder: string;
  /** Entries that are not finished yet, by the names of their reports: `explain`. */
  readonly unfinished?: readonly string[];
  /** Types that signatures need and no caller has to name. A class is never one. */
  readonly helpers?: readonly string[];
}

/** Members of `ModuleFault`: a fault is written as a literal, and picked by its name in `do`. */
const faults = [
  "AfterBytes",
  "AtAck",
  "AtEndingStep",
  "AtRestartStep",
  "AtStep",
  "DataEndsEarlyFault",
  "Delay",
  "DoubleResultFault",
  "DoubleUrcFault",
  "DoubledAckFault",
  "DoubledToHostFault",
  "DoubledToModuleFault",
  "DropContextFault",
  "DropContextStep",
  "DropUrcFault",
  "EarlyUrcFault",
  "EchoAppearsFault",
  "EndingMoment",
  "ErrorFault",
  "FlippedAckFault",
  "FlippedToHostFault",
  "FlippedToModuleFault",
  "FlowStallsFault",
  "FlowStallsStep",
  "GarbageLineFault",
  "HangUpFault",
  "HangUpStep",
  "LateReplyFault",
  "LateUrcFault",
  "LostAckFault",
  "LostConnectFault",
  "LostToHostFault",
  "LostToModuleFault",
  "MergedLinesFault",
  "Moment",
  "NoConnectFault",
  "NoReplyFault",
  "NoResultFault",
  "Occurrence",
  "OfUrc",
  "PowerOffFault",
  "PowerOffStep",
  "RefusedByNumber",
  "RefusedByText",
  "Repetition",
  "RestartFault",
  "RestartMoment",
  "RestartStep",
  "SilenceFault",
  "SilenceStep",
  "SplitBytesFault",
  "StorageFullFault",
  "Stray",
  "StrayAtStep",
  "StrayInData",
  "StrayLineFault",
  "StuckInDataFault",
  "ToHost",
  "ToModule",
  "WrongChecksumFault",
  "WrongResultFault",
  "WrongUrcFault",
];

/** Members of `TimelineEntry`: an entry is written as a literal. */
const timelineEntries = [
  "AtTime",
  "AttachmentChange",
  "ContextDrop",
  "FlowStall",
  "HangUp",
  "Message",
  "OperatorChange",
  "PowerOff",
  "RegistrationChange",
  "Restart",
  "SignalChange",
  "Silence_2",
  "SimChange",
  "TechnologyChange",
  "Urc",
  "Urc_2",
];

/** A package is added when its face is finished, and not taken off again. */
export const finishedPackages: readonly FinishedPackage[] = [
  { folder: "protocol" },
  { folder: "transport" },
  {
    folder: "client",
    helpers: ["Coded", "ErrorClasses", "NeverOfSend", "ProblemWords", "SendCode"],
  },
  { folder: "cli" },
  { folder: "nodemailer" },
  {
    folder: "testing",
    helpers: [
      ...faults,
      ...timelineEntries,
      "AnyInput",
      "MailEvent_2",
      "ModuleTold",
      "TimedRecord",
      "Unmasked",
      "WithoutTime",
    ],
  },
];
