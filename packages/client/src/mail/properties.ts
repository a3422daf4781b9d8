/** No object of a caller inherits from more; a proxy may say that it does for ever. */
const mostAncestors = 100;
/** Whatever has more is not what was meant. */
const mostKeys = 1000;

/**
 * Reads what an object has, own and inherited, each once: what a getter gives next time may be
 * something else. What every object has is not in it, nor are symbols, nor the methods of a class
 * unless they are `wanted`.
 * @param onUnreadable is called with what a getter throws
 * @throws whatever a proxy throws when it is asked for its keys
 */
export function propertiesOf(
  object: object,
  wanted: (key: string) => boolean,
  onUnreadable: (key: string, error: unknown) => void,
): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, isOwn] of keysOf(object)) {
    try {
      const value: unknown = Reflect.get(object, key);
      if (isOwn || typeof value !== "function" || wanted(key)) found.set(key, value);
    } catch (error) {
      onUnreadable(key, error);
    }
  }
  return found;
}

/** Whether each is the object's own. */
function keysOf(object: object): Map<string, boolean> {
  const keys = new Map<string, boolean>();
  let level: object | null = object;
  for (let depth = 0; level !== null; depth++) {
    if (depth > mostAncestors) throw new Error("it inherits without an end");
    const next: object | null = Object.getPrototypeOf(level);
    if (depth > 0 && next === null && isCommonRoot(level)) break;
    for (const key of Reflect.ownKeys(level)) {
      if (typeof key !== "string" || keys.has(key)) continue;
      if (depth === 0 || key !== "constructor") keys.set(key, depth === 0);
    }
    if (keys.size > mostKeys) throw new Error(`it has ${keys.size} parts`);
    level = next;
  }
  return keys;
}

/** `Object.prototype`, also that of another realm. */
function isCommonRoot(object: object): boolean {
  return Object.hasOwn(object, "hasOwnProperty") && Object.hasOwn(object, "isPrototypeOf");
}

/** Whether a value that cannot be carried says nothing, so that nothing is lost without it. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.length === 0;
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || isCommonRoot(prototype);
  return isPlain && Reflect.ownKeys(value).length === 0;
}
