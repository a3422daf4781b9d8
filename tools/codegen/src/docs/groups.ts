/** The groups of commands, in the order in which a mail needs them least to most often. */
export const groups: readonly {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}[] = [
  {
    id: "smtp",
    title: "SMTP commands",
    about: "Settings of the mail client, the draft and its sending.",
  },
  {
    id: "file",
    title: "FILE commands",
    about: "The module's own storage, where attachments and certificates lie.",
  },
  {
    id: "pdp",
    title: "PDP and TCP/IP commands",
    about: "The packet data context that carries the connection to the mail server.",
  },
  {
    id: "ssl",
    title: "SSL commands",
    about: "The context that protects the connection to the mail server.",
  },
  {
    id: "base",
    title: "Base commands",
    about: "The command interface itself, SIM, network and power.",
  },
];
