// Owns the shape of an answer that a caller can act on. A bug throws; a `Result` carries what a person or a caller can do
// something about, as plain tagged objects that survive postMessage and JSON.

/** Either a value or a plain tagged error. Match on `error.type`, never on text. */
export type Result<T, E extends { type: string }> = { ok: true; value: T } | { ok: false; error: E };

/** Wraps a value. */
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

/** Wraps an error; the literal `type` is kept so that callers can switch on it. */
export const err = <const E extends { type: string }>(error: E): { ok: false; error: E } => ({ ok: false, error });

/** For the default branch of a switch over a union: a new member becomes a type error here. */
export const exhaustive = (value: never): never => {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
};
