/**
 * Lets `JSON.stringify` write an object with its bytes as base64. No list of properties has that.
 * @returns the same object
 */
export function withJsonBytes<Target extends object>(target: Target): Target {
  return Object.defineProperty(target, "toJSON", {
    configurable: true,
    value: () => bytesAsText(target),
  });
}

function bytesAsText(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64Of(value);
  if (Array.isArray(value)) return value.map(bytesAsText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, property]) => [name, bytesAsText(property)]),
  );
}

/** Characters for `btoa` at a time: a call takes only so many arguments. */
const blockBytes = 8192;

function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += blockBytes) {
    text += String.fromCharCode(...bytes.subarray(at, at + blockBytes));
  }
  return btoa(text);
}
