/** A request line of HTTP, whatever its method and version, as soon as it can be told. */
const requestLine = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64} [^\r\n]* ?HTTP\//;
/** Methods that a browser sends without asking first, and those that it asks with. */
const usualMethod = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI) /;
/** The record that begins a TLS connection. */
const tlsHandshake = "\u0016\u0003";
/** Longer than the longest command line, and than any address that a page can use for commands. */
const watchedBytes = 16_384;

/**
 * Tells whether the first line of a connection is one of HTTP, or the connection one of TLS: a web page
 * can make a browser connect anywhere, and what it sends must not be read as commands. The line is
 * known before it ends, so that nothing of it is done.
 */
export class StrangerWatch {
  #seen = "";
  #isDone = false;

  /** Takes what came next. */
  isStranger(chunk: Uint8Array): boolean {
    if (this.#isDone) return false;
    for (const byte of chunk.subarray(0, watchedBytes)) this.#seen += String.fromCharCode(byte);
    const end = this.#seen.search(/[\r\n]/);
    const line = end < 0 ? this.#seen : this.#seen.slice(0, end);
    const found = usualMethod.test(line) || requestLine.test(line) || line.startsWith(tlsHandshake);
    if (end >= 0 || line.length > watchedBytes) {
      this.#isDone = true;
      this.#seen = "";
    }
    return found;
  }
}
