import type { FakeModule } from "@qsmtp/fake-module";

/** Files of others, one of them with a name that our mails have too. */
const foreign: ReadonlyMap<string, string> = new Map([
  ["UFS:customer.dat", "theirs"],
  ["UFS:photo0.bin", "theirs, with a name of ours"],
]);

export function putForeignFiles({ files }: FakeModule): void {
  for (const [name, content] of foreign) files.stored.set(name, content);
}

/** What is on the module that should not be, while no mail is on its way. */
export function remainsOn({ files, mail }: FakeModule): string[] {
  const left = files.names.filter((name) => !foreign.has(name));
  const touched = [...foreign].filter(([name, content]) => files.stored.get(name) !== content);
  const { recipients, attachments, body } = mail.draft;
  const hasDraft = recipients.length > 0 || attachments.size > 0 || body.bytes !== "";
  return [
    ...left.map((name) => `left on the module: ${name}`),
    ...touched.map(([name]) => `${name} was touched`),
    ...(hasDraft ? ["the draft is left on the module"] : []),
  ];
}
