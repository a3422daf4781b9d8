import PostalMime, { type Email } from "postal-mime";
import { EmlError } from "./eml-error.ts";

/**
 * Reads a header, or a header with its body. Messages within are left whole.
 * @throws EmlError
 */
export async function parseMime(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmlError(`it cannot be read: ${reason}`, { cause: error });
  }
}
