/**
 * What a new edition has taken away, and we have gone along with: by the id of the broken promise, why,
 * and what a program does instead. Nothing yet.
 */
export const acknowledged: Readonly<Record<string, string>> = {};
