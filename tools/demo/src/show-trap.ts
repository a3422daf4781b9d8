import { uploadNaively } from "./naive-upload.ts";
import type { Stage } from "./stage.ts";

const fileName = "RAM:naive.csv";

/** Shows that the module's pauses are a danger: a writer that does not know of it loses bytes. */
export async function showTrap({ narrator, line, mail }: Stage): Promise<boolean> {
  narrator.chapter("The trap: a naive writer uploads the table");
  const content = mail.attachments.at(-1)?.content ?? new Uint8Array(0);
  await uploadNaively(line.transport, fileName, content);
  const stored = line.module.files.read(fileName)?.length ?? 0;
  line.module.files.delete(fileName);
  narrator.say(
    `  The module took the last three bytes, +++, for the end of data mode: it stored ${stored} of ${content.length} bytes.`,
  );
  return stored === content.length - 3;
}
