import { escapeSequence } from "@qsmtp/protocol/facts";

/** Leaves data mode, between two silences. */
export const escapeBytes: Uint8Array = new TextEncoder().encode(escapeSequence);
