import type {
  DoubleResultFault,
  ErrorFault,
  LateReplyFault,
  NoReplyFault,
  NoResultFault,
  WrongResultFault,
} from "./answer-faults.ts";
import type {
  DoubledToHostFault,
  DoubledToModuleFault,
  FlippedToHostFault,
  FlippedToModuleFault,
  LostToHostFault,
  LostToModuleFault,
} from "./byte-faults.ts";
import type {
  DataEndsEarlyFault,
  DoubledAckFault,
  FlippedAckFault,
  LostAckFault,
  LostConnectFault,
  NoConnectFault,
  StorageFullFault,
  StuckInDataFault,
  WrongChecksumFault,
} from "./data-faults.ts";
import type {
  DropContextFault,
  FlowStallsFault,
  HangUpFault,
  PowerOffFault,
  RestartFault,
  SilenceFault,
} from "./module-faults.ts";
import type {
  EchoAppearsFault,
  GarbageLineFault,
  MergedLinesFault,
  SplitBytesFault,
  StrayLineFault,
} from "./noise-faults.ts";
import type {
  DoubleUrcFault,
  DropUrcFault,
  EarlyUrcFault,
  LateUrcFault,
  WrongUrcFault,
} from "./urc-faults.ts";

/**
 * One thing that goes wrong, as data: what (`do`), to which commands (`on`), and which of them (`nth`,
 * `times`, `probability`). The names are those of the fault matrix where the thing is the same.
 */
export type ModuleFault =
  | NoReplyFault
  | NoResultFault
  | DoubleResultFault
  | WrongResultFault
  | LateReplyFault
  | ErrorFault
  | StrayLineFault
  | GarbageLineFault
  | SplitBytesFault
  | MergedLinesFault
  | EchoAppearsFault
  | DropUrcFault
  | DoubleUrcFault
  | LateUrcFault
  | WrongUrcFault
  | EarlyUrcFault
  | NoConnectFault
  | LostConnectFault
  | DataEndsEarlyFault
  | StuckInDataFault
  | WrongChecksumFault
  | StorageFullFault
  | LostAckFault
  | DoubledAckFault
  | FlippedAckFault
  | LostToModuleFault
  | DoubledToModuleFault
  | FlippedToModuleFault
  | LostToHostFault
  | DoubledToHostFault
  | FlippedToHostFault
  | RestartFault
  | PowerOffFault
  | HangUpFault
  | DropContextFault
  | SilenceFault
  | FlowStallsFault;

/** What goes wrong, by name. */
export type FaultName = ModuleFault["do"];

/** The faults of some names. */
export type FaultNamed<Name extends FaultName> = Extract<ModuleFault, { do: Name }>;
