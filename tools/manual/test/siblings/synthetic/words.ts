/** Things that the invented modules have, and what can be said of them. */
export const things = [
  "lamp",
  "pump",
  "door",
  "valve",
  "fan",
  "horn",
  "gate",
  "heater",
  "shutter",
  "bell",
] as const;

export const verbs = [
  "Light",
  "Open",
  "Close",
  "Start",
  "Stop",
  "Move",
  "Watch",
  "Name",
  "Tune",
  "Fill",
] as const;

/** Numbers of which a row can give a range. `unit` is undefined for what is only counted. */
export const numbers: readonly {
  readonly wire: string;
  readonly says: string;
  readonly unit: "second" | "millisecond" | "byte" | "100ms" | undefined;
}[] = [
  { wire: "number", says: "Which of them is meant", unit: undefined },
  { wire: "level", says: "How far it is turned on", unit: undefined },
  { wire: "seconds", says: "How long it stays so", unit: "second" },
  { wire: "pause", says: "How long it rests in between", unit: "second" },
  { wire: "delay", says: "How long it waits before it begins", unit: "millisecond" },
  { wire: "step_time", says: "The time of one step", unit: "100ms" },
  { wire: "timeout", says: "The time waiting for the next bytes", unit: "second" },
  { wire: "count", says: "How often it is done", unit: undefined },
  { wire: "groupID", says: "Which group it belongs to", unit: undefined },
  { wire: "size", says: "How much is taken", unit: "byte" },
  { wire: "block_length", says: "The length of one block", unit: "byte" },
  { wire: "max_retry", says: "How often it is tried again", unit: undefined },
];

/** Numbers that only an answer holds. */
export const answers: readonly {
  readonly wire: string;
  readonly says: string;
  readonly unit: "byte" | "second" | undefined;
}[] = [
  { wire: "done_length", says: "What has been written so far", unit: "byte" },
  { wire: "free_space", says: "The space that is left", unit: "byte" },
  { wire: "run_time", says: "How long it has been running", unit: "second" },
  { wire: "cycles", says: "Number of the cycles since the start", unit: undefined },
  { wire: "checksum16", says: "The sum of all the bytes", unit: undefined },
  { wire: "total_length", says: "The whole length that is stored", unit: "byte" },
];

/** Parameters with a list of numbers. */
export const choices: readonly {
  readonly wire: string;
  readonly says: string;
  readonly meanings: readonly string[];
}[] = [
  {
    wire: "way",
    says: "How it is done",
    meanings: ["All at once", "One after the other", "From both ends"],
  },
  { wire: "colour", says: "The colour it shows", meanings: ["Red", "Green", "Blue", "White"] },
  { wire: "state", says: "The state it is in", meanings: ["Resting", "Running", "Blocked"] },
  { wire: "side", says: "The side that is looked at", meanings: ["Left side", "Right side"] },
  {
    wire: "echo_mode",
    says: "Whether the bytes come back",
    meanings: ["Keep quiet", "Send them back"],
  },
  {
    wire: "save",
    says: "Whether the setting is kept",
    meanings: ["Forget it", "Keep it until the power goes", "Keep it for good"],
  },
];

/** Parameters with text. */
export const texts: readonly { readonly wire: string; readonly says: string }[] = [
  { wire: "name", says: "What it is called" },
  { wire: "word", says: "What it spells" },
  { wire: "owner_name", says: "Who may use it" },
  { wire: "place", says: "Where it is mounted" },
  { wire: "note_text", says: "A remark about it" },
];

/** Parameters with a list of words. */
export const keywords: readonly {
  readonly wire: string;
  readonly says: string;
  readonly values: readonly (readonly [value: string, meaning: string])[];
}[] = [
  {
    wire: "port_name",
    says: "The port that reports",
    values: [
      ["front", "Front port"],
      ["rear", "Rear port"],
      ["both ports", "Both of them"],
    ],
  },
  {
    wire: "profile",
    says: "The set of values to start with",
    values: [
      ["day", "Values for the day"],
      ["night", "Values for the night"],
    ],
  },
];

/** Sentences that state nothing, for a row to be longer. */
export const asides = [
  "It is kept until the next start.",
  "Most users leave it as it is.",
  "See the figure for the order of the steps.",
  "It can be changed while the device is running.",
  "It has been so since 2011.",
  "Twice of it is too much for an old device, such as one of 1998.",
  "If the device is blocked, it is not looked at.",
] as const;

/** Sentences that name another parameter with a number, and state nothing of their own row. */
export const conditions = [
  (other: string) => `It is only valid when <${other}> is 1.`,
  (other: string) => `If <${other}> is 0, it is left out.`,
  (other: string) => `It goes with <${other}>, of which 3 are enough.`,
] as const;

/** Second halves of long meanings. */
export const explanations = [
  "and then waits until the next command comes, which may take as long as the host likes",
  "as long as nobody has moved it by hand; a device that was moved has to be looked up again first",
] as const;

export const introductions = [
  "This command looks after one device of the set.",
  "The command tells what the device does next.",
  "Use it when the device is at rest, because a running device does not listen.",
  "It may be sent again as often as the host likes, and the last setting wins.",
] as const;

export const noteSentences = [
  "A device that is blocked must be freed by hand.",
  "The host should not send other commands before the answer has come.",
  "When the cover is open, the settings are kept but nothing moves.",
  "The longest way takes twice the time of the shortest.",
] as const;

export const mishaps = [
  "The device is busy",
  "No such device",
  "The cover is open",
  "Not enough power",
  "The way is blocked",
  "A wrong word",
  "Out of range",
  "The memory is full",
  "No answer in time",
  "Not allowed now",
  "The name is taken",
  "The motor is too hot",
  "Unknown mishap",
  "The line is cut",
  "The water is off",
  "The door is locked",
  "A bad checksum",
  "The key is missing",
  "The lamp is gone",
  "Reading has failed",
  "Writing has failed",
  "Nothing to do",
] as const;
