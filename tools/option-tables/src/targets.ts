/** One generated file, and where its options are stated. */
export interface Target {
  readonly folder: string;
  /** Below the folder. */
  readonly file: string;
  /** Where the generated file has its types from. */
  readonly types: string;
  /** Types that a call takes, by the file that declares them. What they hold is found from there. */
  readonly roots: readonly (readonly [file: string, ...names: string[]])[];
  /** Types that are kept as they are, because something else judges them. */
  readonly opaque: readonly string[];
}

/** A JSON Schema of one type of a target, for data that come from files. */
export interface SchemaTarget {
  readonly folder: string;
  /** Below the folder. */
  readonly file: string;
  readonly root: readonly [file: string, name: string];
}

export const schemas: readonly SchemaTarget[] = [
  {
    folder: "packages/testing",
    file: "scenario.schema.json",
    root: ["src/scenario/scenario.ts", "Scenario"],
  },
];

export const targets: readonly Target[] = [
  {
    folder: "packages/transport",
    file: "src/option-tables.gen.ts",
    types: "./options/option-table.ts",
    roots: [
      ["src/connection.ts", "OpenOptions"],
      ["src/serial/serial-transport.ts", "SerialTransportOptions"],
      ["src/tcp/tcp-transport.ts", "TcpTransportOptions"],
      ["src/rfc2217/rfc2217-transport.ts", "Rfc2217TransportOptions"],
      ["src/mock/mock-line.ts", "MockLineOptions"],
      ["src/memory/memory-line.ts", "MemoryLineOptions"],
      ["src/mock/far-end-server.ts", "FarEndServerOptions"],
    ],
    opaque: [],
  },
  {
    folder: "packages/client",
    file: "src/options/option-tables.gen.ts",
    types: "@qsmtp/transport/options",
    roots: [
      ["src/options/options.ts", "ModuleOptions"],
      ["src/mail/send-options.ts", "SendOptions"],
      ["src/mail/earlier-order.ts", "EarlierOrder"],
      ["src/health/health.ts", "DiagnoseOptions", "VerifyOptions"],
      ["src/channel/execute-options.ts", "AnyExecuteOptions"],
      ["src/probe/probe-module.ts", "ProbeOptions"],
      ["src/files/qsmtp-files.ts", "FileOptions", "FileUploadOptions"],
      ["src/network/qsmtp-network.ts", "NetworkOptions"],
    ],
    opaque: ["ModuleCapabilities"],
  },
  {
    folder: "packages/testing",
    file: "src/option-tables.gen.ts",
    types: "@qsmtp/transport/options",
    roots: [
      ["src/simulated-module.ts", "SimulatedModuleOptions"],
      ["src/simulated-line.ts", "SimulatedLineOptions"],
      ["src/serial/mock-serial-line.ts", "MockSerialLineOptions"],
      ["src/behaviours/base/radio.ts", "NetworkOperator", "RadioTechnology"],
      ["src/events/module-event.ts", "SimState"],
      ["src/modem/modem-options.ts", "ModemOptions"],
      ["src/mail/mailbox.ts", "MailboxOptions", "MailResponse"],
      ["src/faults/fault.ts", "ModuleFault"],
      ["src/faults/module-faults.ts", "RestartOptions"],
      ["src/clock/virtual-clock.ts", "VirtualClockOptions"],
      ["src/modem/line-handlers.ts", "HandlerOptions"],
      ["src/modem/command-waits.ts", "WaitOptions"],
      ["src/expect/expected-mail.ts", "ExpectedMail"],
      ["src/expect/assertions.ts", "ExpectedTimes"],
      ["src/behaviours/file/file-store.ts", "FileStoreOptions"],
      ["src/relay/smtp-relay.ts", "SmtpRelayOptions"],
      ["src/scenario/scenario.ts", "Scenario"],
      ["src/recording/recorder.ts", "RecorderOptions"],
      ["src/recording/replay-module.ts", "ReplayOptions"],
      ["src/recording/drive-module.ts", "DriveOptions"],
      ["src/recording/diff-transcripts.ts", "DiffOptions"],
    ],
    opaque: ["Scenario"],
  },
  {
    folder: "packages/testing",
    file: "src/serve/serve-tables.gen.ts",
    types: "@qsmtp/transport/options",
    roots: [
      ["src/serve/serve-modules.ts", "ServeOptions"],
      ["src/serve/listen-pty.ts", "PtyServerOptions"],
      ["src/serve/listen-tcp.ts", "TcpServerOptions"],
      ["src/serve/control/problem.ts", "ProblemDetails"],
      [
        "src/serve/control/messages.ts",
        "ModuleInfo",
        "ModuleList",
        "CreateModuleRequest",
        "ResetRequest",
        "StateRequest",
        "UrcRequest",
        "MessageRequest",
        "LinesRequest",
        "MailResponsesRequest",
        "HandlerRequest",
        "PreparedInfo",
        "FaultList",
        "WaitRequest",
        "FileContent",
        "FileList",
        "FileRequest",
        "SettingsInfo",
        "TranscriptText",
        "MailList",
        "EventsQuery",
      ],
    ],
    opaque: ["PlainObject"],
  },
];
