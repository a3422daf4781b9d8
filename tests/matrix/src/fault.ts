/** Faults that belong together stand in one table of the page. */
export type Family =
  | "answers"
  | "noise"
  | "bytes"
  | "module"
  | "connection"
  | "data and order"
  | "caller";

/** Everything that goes wrong, in the order of the page. */
export const faults = [
  { name: "no-reply", family: "answers", what: "the command is done, and nothing is said of it" },
  { name: "late-reply", family: "answers", what: "the reply comes 3 s late, in its time" },
  { name: "too-late-reply", family: "answers", what: "the reply comes 40 s late" },
  { name: "error", family: "answers", what: "refused with `ERROR`" },
  { name: "cme-number", family: "answers", what: "refused with `+CME ERROR: 100`" },
  { name: "cme-text", family: "answers", what: "refused with `+CME ERROR: operation not allowed`" },
  {
    name: "garbage-line",
    family: "noise",
    what: "a line that means nothing, in front of the reply",
  },
  {
    name: "stray-ok",
    family: "noise",
    what: "an `OK` that nobody asked for, in front of the reply or in the data",
  },
  {
    name: "stray-error",
    family: "noise",
    what: "an `ERROR` that nobody asked for, in front of the reply or in the data",
  },
  { name: "split-bytes", family: "noise", what: "every byte of the reply comes by itself" },
  {
    name: "merged-lines",
    family: "noise",
    what: "lines of the reply and a URC in one piece, one CR LF between two lines",
  },
  { name: "urc-middle", family: "noise", what: "a URC in the middle of the reply" },
  { name: "urc-storm", family: "noise", what: "200 URCs in front of the reply" },
  { name: "echo-appears", family: "noise", what: "echo is on from here" },
  {
    name: "lost-to-module",
    family: "bytes",
    what: "a byte of the command line, or of the data, is lost",
  },
  {
    name: "doubled-to-module",
    family: "bytes",
    what: "a byte of the command line, or of the data, comes twice",
  },
  {
    name: "flipped-to-module",
    family: "bytes",
    what: "a bit of the command line, or of the data, is changed",
  },
  { name: "lost-to-host", family: "bytes", what: "a byte of the reply is lost" },
  { name: "doubled-to-host", family: "bytes", what: "a byte of the reply comes twice" },
  { name: "flipped-to-host", family: "bytes", what: "a bit of the reply is changed" },
  {
    name: "restart-told",
    family: "module",
    what: "the module restarts instead of answering, or in the data, and says so 3 s later",
  },
  {
    name: "restart-silent",
    family: "module",
    what: "the module restarts instead of answering, or in the data, and says nothing",
  },
  {
    name: "stuck-in-data",
    family: "module",
    what: "the module goes into a data mode that ends by an escape only",
  },
  { name: "port-closes", family: "connection", what: "the port is gone, until after the call" },
  { name: "port-comes-back", family: "connection", what: "the port is gone for 1.5 s" },
  { name: "flow-stalls-20s", family: "connection", what: "the port takes no bytes for 20 s" },
  {
    name: "flow-stalls",
    family: "connection",
    what: "the port takes no bytes, until after the call",
  },
  {
    name: "no-connect",
    family: "data and order",
    what: "the command is not done, and `CONNECT` never comes",
  },
  {
    name: "data-ends-early",
    family: "data and order",
    what: "data mode ends by itself at byte 10",
  },
  { name: "wrong-checksum", family: "data and order", what: "the module tells another checksum" },
  { name: "storage-full", family: "data and order", what: "no room for the file" },
  {
    name: "drop-urc",
    family: "data and order",
    what: "`OK` to the order, and never a result; the mail goes out",
  },
  {
    name: "no-result",
    family: "data and order",
    what: "the result of the order without an `OK`",
  },
  { name: "abort", family: "caller", what: "the caller's signal fires" },
  { name: "deadline", family: "caller", what: "the time of the call is over" },
] as const satisfies readonly {
  readonly name: string;
  readonly family: Family;
  readonly what: string;
}[];

export type FaultName = (typeof faults)[number]["name"];
