import { isUint8Array } from "@qsmtp/transport/options";

/** Tells of which kind a typed array is, whatever its realm and whatever it says of itself. */
const kindOfArray = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

/**
 * A copy of the bytes that a caller gives: a `Uint8Array` (a Node `Buffer` is one), `DataView`,
 * `ArrayBuffer` or `SharedArrayBuffer`, of any realm.
 * @returns `undefined` for everything else
 * @throws TypeError for memory that was taken away
 */
export function copiedBytes(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (isUint8Array(value)) return new Uint8Array(value);
  if (isBuffer(value)) return new Uint8Array(new Uint8Array(value));
  if (!ArrayBuffer.isView(value) || kindOfArray?.call(value) !== undefined) return undefined;
  const { buffer, byteOffset, byteLength } = value;
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
}

/** What a value is, for a sentence that says that it is something else than wanted; not its content. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (ArrayBuffer.isView(value)) return `a ${kindOfArray?.call(value) ?? "DataView"}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    const name = Object.getPrototypeOf(value)?.constructor?.name;
    const isTold = typeof name === "string" && name !== "" && name !== "Object";
    return isTold ? `an object of type ${name}` : "an object";
  } catch {
    return "an object";
  }
}

function isBuffer(value: unknown): value is ArrayBufferLike {
  // Mostly it is a text or nothing, for which the getter would have to throw.
  if (typeof value !== "object" || value === null) return false;
  return (
    hasLength(ArrayBuffer, value) ||
    // Browsers hide it from pages that are not isolated.
    (typeof SharedArrayBuffer !== "undefined" && hasLength(SharedArrayBuffer, value))
  );
}

/** The getter looks at what the value is, not at what it is called; of another realm too. */
function hasLength(kind: { readonly prototype: object }, value: unknown): boolean {
  try {
    const length = Object.getOwnPropertyDescriptor(kind.prototype, "byteLength")?.get;
    return typeof length?.call(value) === "number";
  } catch {
    return false;
  }
}
