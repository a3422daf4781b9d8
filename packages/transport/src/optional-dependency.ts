import { describeCause, TransportError } from "./errors.ts";

/**
 * Gives a package that is installed only by those who need it.
 *
 * @throws {@link TransportError} `MISSING_DEPENDENCY` when it cannot be loaded.
 */
export async function loadOptionalDependency<Module>(
  name: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const message = `The package "${name}" is needed here and cannot be loaded: ${describeCause(cause)}. Add it to your project, for example with "npm install ${name}".`;
    throw new TransportError("MISSING_DEPENDENCY", message, { cause });
  }
}
