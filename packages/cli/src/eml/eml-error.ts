/** A message file that is no whole mail, or one that can be read in more than one way. */
export class EmlError extends Error {
  override readonly name = "EmlError";
}
