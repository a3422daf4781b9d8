/** Objects of these kinds hold nothing that could be read as options. */
const otherKinds =
  /^\[object (?:Map|Set|WeakMap|WeakSet|Date|RegExp|Promise|Error|String|Number|Boolean|Symbol|BigInt|URL|URLSearchParams|ArrayBuffer|DataView|\w+Array|Abort\w+)\]$/;
/** No class is derived so often. */
const longestChain = 32;

/** Whether a value can hold options. Throws what a hostile one throws. */
export function isOptionsObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !otherKinds.test(Object.prototype.toString.call(value));
}

/** The keys that an object shows, inherited ones included; not what every object inherits. */
export function keysOf(object: object): string[] {
  const keys = new Set<string>();
  let holder: object | null = object;
  for (let depth = 0; holder !== null && depth < longestChain; depth++) {
    const above: object | null = Object.getPrototypeOf(holder);
    if (holder !== object && above === null && Object.hasOwn(holder, "hasOwnProperty")) break;
    for (const key of Object.keys(holder)) keys.add(key);
    holder = above;
  }
  return [...keys];
}

/** Reads a key once. What somebody has put on the prototype of all objects is nobody's option. */
export function readKey(object: Readonly<Record<string, unknown>>, key: string): unknown {
  const value = object[key];
  const inherited = (Object.prototype as unknown as Readonly<Record<string, unknown>>)[key];
  return inherited !== undefined && value === inherited && !Object.hasOwn(object, key)
    ? undefined
    : value;
}

/** The bytes of a `Uint8Array` of any realm, copied; `undefined` for anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (!isUint8Array(value)) return undefined;
  try {
    return new Uint8Array(value);
  } catch {
    // Its buffer has been transferred away.
    return undefined;
  }
}

const typeOfArray = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

/** `instanceof` does not know arrays of other realms, and believes objects that are none. */
export function isUint8Array(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && typeOfArray?.call(value) === "Uint8Array";
}

/**
 * Whether a value is an abort signal, of whatever realm: those of a test environment or a polyfill
 * are none to the platform, and say so by their tag.
 */
export function isSignal(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  try {
    if (Object.prototype.toString.call(value) !== "[object AbortSignal]") return false;
    const { aborted, addEventListener, removeEventListener } = value as Partial<AbortSignal>;
    const isHeard =
      typeof addEventListener === "function" && typeof removeEventListener === "function";
    return typeof aborted === "boolean" && isHeard;
  } catch {
    return false;
  }
}
