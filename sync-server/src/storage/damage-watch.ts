// Notices when the embedded database turns out to be damaged. From then on nothing is written, because writing into a
// damaged file can damage it further; what reads is still served.
import type { DatabaseSync } from 'node:sqlite';
import { isDamage } from './sqlite.ts';

export interface DamageWatch {
  /** What is wrong and what to do; null as long as no damaged page was read. */
  damage(): string | null;
  /** The same port, whose failures are watched. Every member must be a function. */
  guard<Port extends object>(port: Port): Port;
}

const SENTENCE =
  'A part of the database file is damaged. What can be read is served, nothing is written. ' +
  'Stop the relay, then restore a backup, or keep what can still be read: relay doctor --salvage';

/** `onDamaged` is called once, with an error whose message says what to do. */
export const createDamageWatch = (file: DatabaseSync, onDamaged: (error: Error) => void): DamageWatch => {
  let damage: string | null = null;
  const notice = (error: unknown): never => {
    if (damage === null && isDamage(error)) {
      damage = SENTENCE;
      file.exec('PRAGMA query_only = ON');
      onDamaged(new Error(SENTENCE, { cause: error }));
    }
    throw error;
  };
  const watched =
    (run: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      const result = run(...args);
      return result instanceof Promise ? result.catch(notice) : result;
    };
  return {
    damage: () => damage,
    guard: (port) =>
      Object.fromEntries(
        Object.entries(port).map(([name, run]) => [name, watched(run as (...args: unknown[]) => unknown)]),
      ) as typeof port,
  };
};
