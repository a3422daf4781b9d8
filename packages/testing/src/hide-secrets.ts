/**
 * Keeps properties of an object out of all that lists what it has: `inspect`, JSON, the diffs of
 * assertions, spreading. They are read and written by name as before.
 * @returns the same object
 */
export function hideSecrets<Target extends object>(
  target: Target,
  ...names: readonly (keyof Target)[]
): Target {
  for (const name of names) {
    let value = target[name];
    // An accessor: what shows hidden properties too shows the value of a plain one.
    Object.defineProperty(target, name, {
      enumerable: false,
      configurable: true,
      get: () => value,
      set: (changed: Target[typeof name]) => {
        value = changed;
      },
    });
  }
  return target;
}
