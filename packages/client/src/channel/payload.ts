/** A payload whose bytes come while it is sent. */
export interface StreamedPayload {
  /** How many bytes will come, no more and no fewer. */
  readonly lengthBytes: number;
  /** Where the bytes come from, for errors: `attachments[0].content`. */
  readonly path: string;
  /**
   * The next bytes, exactly so many. Called again only when the last call has ended.
   * Rejects when they cannot come, or when more or fewer come than were announced.
   */
  take(lengthBytes: number): Promise<Uint8Array>;
}

/** What of a streamed payload is known before its bytes are. */
export type AnnouncedPayload = Pick<StreamedPayload, "lengthBytes" | "path">;

/** Plain data for the reducer, which takes no bytes by itself. */
export function announced(
  payload: Uint8Array | StreamedPayload | undefined,
): Uint8Array | AnnouncedPayload | undefined {
  if (payload === undefined || payload instanceof Uint8Array) return payload;
  return { lengthBytes: payload.lengthBytes, path: payload.path };
}

export function payloadBytes(payload: Uint8Array | AnnouncedPayload | undefined): number {
  if (payload === undefined) return 0;
  return payload instanceof Uint8Array ? payload.length : payload.lengthBytes;
}
