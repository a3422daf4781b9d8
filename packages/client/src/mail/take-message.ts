import { maxAttachments, maxRecipients } from "@qsmtp/protocol/facts";
import { copiedBytes, kindOf } from "../bytes/copied-bytes.ts";
import { insteadOfKey, isKnownElsewhere, type KeyPlace } from "./other-keys.ts";
import { Problems } from "./problems.ts";
import { isNothing, propertiesOf } from "./properties.ts";

/** One text with addresses, or one address in its parts; not judged yet. */
export type TakenAddress =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly name: string; readonly address: string };

/** What was given for one attachment; not judged yet. */
export interface TakenAttachment {
  readonly path: string;
  readonly filename: unknown;
  /** A copy, where bytes were given. */
  readonly bytes: Uint8Array | undefined;
  readonly content: unknown;
  readonly lengthBytes: unknown;
  readonly encoding: unknown;
}

/**
 * A message as it was at the call. Whatever the caller does with the objects, lists and bytes that
 * it was made of, this stays; only streams are the caller's own.
 */
export interface TakenMessage {
  readonly from: readonly TakenAddress[];
  readonly to: readonly TakenAddress[];
  readonly cc: readonly TakenAddress[];
  readonly bcc: readonly TakenAddress[];
  readonly subject: unknown;
  readonly text: unknown;
  readonly charset: unknown;
  readonly attachments: readonly TakenAttachment[];
  /** How many attachments there are, also when not all were looked at. */
  readonly attachmentCount: number;
  /** Whether it could be read at all; of what could not nothing more can be said. */
  readonly isReadable: boolean;
  /** What is wrong so far. */
  readonly problems: Problems;
}

const messageKeys: readonly string[] = [
  "from",
  "to",
  "cc",
  "bcc",
  "subject",
  "text",
  "attachments",
  "charset",
];
const attachmentKeys: readonly string[] = ["filename", "content", "lengthBytes", "encoding"];
const addressKeys: readonly string[] = ["name", "address"];

/** Far more than a module takes, all lists together; what is longer is refused without being read. */
const mostItems = 1000;
/** A list that holds itself would have no end. */
const deepestList = 10;

/** Takes a message from its caller, whatever that is; `problems` says what cannot be one. */
export function takeMessage(message: unknown): TakenMessage {
  return new Taker().message(message);
}

class Taker {
  readonly #problems = new Problems();
  /** Items of all lists so far. */
  #items = 0;

  message(message: unknown): TakenMessage {
    const parts = this.#parts("", message, "message", messageKeys);
    const list = (key: string): TakenAddress[] => {
      const value = parts?.get(key);
      return value === undefined ? [] : this.#addresses(key, value, 0);
    };
    const [from, to, cc, bcc] = [list("from"), list("to"), list("cc"), list("bcc")];
    const attachments = this.#attachments(parts?.get("attachments"));
    return {
      from,
      to,
      cc,
      bcc,
      subject: parts?.get("subject"),
      text: parts?.get("text"),
      charset: parts?.get("charset"),
      ...attachments,
      isReadable: parts !== undefined,
      problems: this.#problems,
    };
  }

  /** The known parts that are given; others that say something are refused. */
  #parts(
    path: string,
    value: unknown,
    where: KeyPlace,
    known: readonly string[],
  ): ReadonlyMap<string, unknown> | undefined {
    const within = path === "" ? "" : `${path}.`;
    const isOther = isList(value) || ArrayBuffer.isView(value);
    if (typeof value !== "object" || value === null || isOther) {
      const [article, parts] = where === "message" ? ["a", ""] : ["an", ` with ${known[0]}`];
      const message = `must be ${article} ${where}, an object${parts}, is ${kindOf(value)}`;
      this.#problems.add(path === "" ? "message" : path, "NOT_REPRESENTABLE", message);
      return undefined;
    }
    const isMeant = (key: string): boolean => known.includes(key) || isKnownElsewhere(where, key);
    const given = new Map<string, unknown>();
    const isRead = this.#reading(path === "" ? "message" : path, () => {
      const found = propertiesOf(value, isMeant, (key, error) =>
        this.#problems.addUnreadable(`${within}${key}`, error),
      );
      for (const [key, part] of found) {
        if (part === null || part === undefined) continue;
        if (known.includes(key)) given.set(key, part);
        else this.#refuse(`${within}${key}`, part, insteadOfKey(where, key, known));
      }
    });
    return isRead ? given : undefined;
  }

  #refuse(path: string, value: unknown, message: string): void {
    this.#reading(path, () => {
      if (!isNothing(value)) this.#problems.add(path, "UNSUPPORTED", message);
    });
  }

  #addresses(path: string, value: unknown, depth: number): TakenAddress[] {
    if (typeof value === "string") return [{ path, text: value }];
    if (isList(value)) {
      if (depth >= deepestList) {
        this.#problems.add(path, "INVALID_ADDRESS", "lies in too many lists, one in the other");
        return [];
      }
      return this.#itemsOf(path, value, "TOO_MANY_RECIPIENTS").flatMap((item) =>
        this.#addresses(item.path, item.value, depth + 1),
      );
    }
    if (typeof value !== "object" || value === null) {
      const message = `must be text, an object with address, or a list of them, is ${kindOf(value)}`;
      this.#problems.add(path, "INVALID_ADDRESS", message);
      return [];
    }
    const parts = this.#parts(path, value, "address", addressKeys);
    const [name = "", address] = [parts?.get("name"), parts?.get("address")];
    if (typeof address === "string" && typeof name === "string") return [{ path, name, address }];
    const [part, wrong] = typeof address === "string" ? ["name", name] : ["address", address];
    if (!this.#problems.isAt(`${path}.${part}`) && !this.#problems.isAt(path)) {
      const message = `must be text, is ${kindOf(wrong)}`;
      this.#problems.add(`${path}.${part}`, "INVALID_ADDRESS", message);
    }
    return [];
  }

  #attachments(value: unknown): Pick<TakenMessage, "attachments" | "attachmentCount"> {
    if (value === undefined) return { attachments: [], attachmentCount: 0 };
    const items = isList(value)
      ? this.#itemsOf("attachments", value, "TOO_MANY_ATTACHMENTS")
      : [{ path: "attachments", value }];
    const attachments = items.flatMap((item) => this.#attachment(item.path, item.value));
    return { attachments, attachmentCount: items.length };
  }

  #attachment(path: string, value: unknown): TakenAttachment[] {
    const parts = this.#parts(path, value, "attachment", attachmentKeys);
    if (parts === undefined) return [];
    const [filename, lengthBytes] = [parts.get("filename"), parts.get("lengthBytes")];
    const [content, encoding] = [parts.get("content"), parts.get("encoding")];
    let bytes: Uint8Array | undefined;
    this.#reading(`${path}.content`, () => {
      bytes = copiedBytes(content);
    });
    return [{ path, filename, bytes, content, lengthBytes, encoding }];
  }

  /** Each item of a list, read once. */
  #itemsOf(
    path: string,
    list: readonly unknown[],
    tooMany: "TOO_MANY_RECIPIENTS" | "TOO_MANY_ATTACHMENTS",
  ): { readonly path: string; readonly value: unknown }[] {
    const items: { readonly path: string; readonly value: unknown }[] = [];
    this.#reading(path, () => {
      const { length } = list;
      // Lists that hold each other are longer than they look.
      const isToldAlready = this.#items > mostItems;
      this.#items += length;
      if (this.#items > mostItems) {
        const limit = tooMany === "TOO_MANY_RECIPIENTS" ? maxRecipients : maxAttachments;
        const message = `makes ${this.#items} in lists; the module takes at most ${limit}`;
        if (!isToldAlready)
          this.#problems.add(path, tooMany, message, { limit, actual: this.#items });
        return;
      }
      for (let at = 0; at < length; at++) {
        const place = `${path}[${at}]`;
        this.#reading(place, () => items.push({ path: place, value: list[at] }));
      }
    });
    return items;
  }

  /** @returns whether it could be read */
  #reading(path: string, read: () => void): boolean {
    try {
      read();
      return true;
    } catch (error) {
      this.#problems.addUnreadable(path, error);
      return false;
    }
  }
}

function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    // A revoked proxy is nothing that can be read.
    return false;
  }
}
