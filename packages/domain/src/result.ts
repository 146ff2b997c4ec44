// The result of an operation that can fail in a way the caller can handle. Bugs throw instead. Results are plain
// objects, so they survive postMessage and JSON.

/** A value or a tagged error. Match on `error.type`, never on text. */
export type Result<T, E extends { type: string }> = { ok: true; value: T } | { ok: false; error: E };

/** Wraps a value. */
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

/** Wraps an error and keeps its literal `type`. */
export const err = <const E extends { type: string }>(error: E): { ok: false; error: E } => ({ ok: false, error });
