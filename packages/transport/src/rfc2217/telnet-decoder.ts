import { IAC, SB, SE, type TelnetVerb, verbOf } from "./telnet-codes.ts";

/** What a telnet stream holds, in its order. */
export type TelnetEvent =
  | { readonly type: "data"; readonly bytes: Uint8Array }
  | { readonly type: "negotiation"; readonly verb: TelnetVerb; readonly option: number }
  | { readonly type: "subnegotiation"; readonly option: number; readonly payload: Uint8Array }
  /** A command without an operand, such as "are you there". */
  | { readonly type: "command"; readonly code: number };

/** Of a longer subnegotiation nothing is kept: no option that is agreed to has one. */
export const MAX_SUBNEGOTIATION_BYTES: number = 1024;

type DecoderState =
  | { readonly at: "data" }
  | { readonly at: "dataIac" }
  | { readonly at: "verb"; readonly verb: TelnetVerb }
  | { readonly at: "option" }
  | Subnegotiation
  | { readonly at: "subIac"; readonly sub: Subnegotiation };

interface Subnegotiation {
  readonly at: "sub";
  readonly option: number;
  readonly payload: number[];
}

const DATA: DecoderState = { at: "data" };

/**
 * Takes a telnet stream apart, cut anywhere. However it is cut the events are the same, but that
 * data may come in more pieces. It does no I/O and never fails: what makes no sense is left out.
 */
export class TelnetDecoder {
  #state: DecoderState = DATA;

  decode(chunk: Uint8Array): TelnetEvent[] {
    const events: TelnetEvent[] = [];
    /** Where the data begins that is not in an event yet; behind the chunk while there is none. */
    let dataStart = this.#state.at === "data" ? 0 : chunk.length;
    const endData = (end: number): void => {
      if (end > dataStart) events.push({ type: "data", bytes: chunk.slice(dataStart, end) });
      dataStart = chunk.length;
    };
    for (const [index, byte] of chunk.entries()) {
      const state = this.#state;
      if (state.at === "data") {
        if (byte !== IAC) continue;
        endData(index);
        this.#state = { at: "dataIac" };
        continue;
      }
      if (state.at === "dataIac" && byte === IAC) {
        // The second of the two is the data itself.
        this.#state = DATA;
        dataStart = index;
        continue;
      }
      const event = this.#step(state, byte);
      if (event !== undefined) events.push(event);
      if (this.#state.at === "data") dataStart = index + 1;
    }
    endData(chunk.length);
    return events;
  }

  /** Takes one byte that is not data. */
  #step(state: DecoderState, byte: number): TelnetEvent | undefined {
    switch (state.at) {
      case "data":
        return undefined;
      case "dataIac":
        return this.#command(byte);
      case "verb":
        this.#state = DATA;
        return { type: "negotiation", verb: state.verb, option: byte };
      case "option":
        this.#state = byte === IAC ? DATA : { at: "sub", option: byte, payload: [] };
        return undefined;
      case "sub":
        if (byte === IAC) this.#state = { at: "subIac", sub: state };
        else keep(state, byte);
        return undefined;
      case "subIac":
        return this.#subCommand(state.sub, byte);
    }
  }

  #command(code: number): TelnetEvent | undefined {
    const verb = verbOf(code);
    if (verb !== undefined) {
      this.#state = { at: "verb", verb };
      return undefined;
    }
    if (code === SB) {
      this.#state = { at: "option" };
      return undefined;
    }
    this.#state = DATA;
    return { type: "command", code };
  }

  #subCommand(sub: Subnegotiation, byte: number): TelnetEvent | undefined {
    if (byte === IAC) {
      keep(sub, IAC);
      this.#state = sub;
      return undefined;
    }
    if (byte !== SE) {
      // Its end was lost: what follows IAC is the next command.
      return this.#command(byte);
    }
    this.#state = DATA;
    if (sub.payload.length > MAX_SUBNEGOTIATION_BYTES) return undefined;
    return { type: "subnegotiation", option: sub.option, payload: Uint8Array.from(sub.payload) };
  }
}

function keep({ payload }: Subnegotiation, byte: number): void {
  if (payload.length <= MAX_SUBNEGOTIATION_BYTES) payload.push(byte);
}
