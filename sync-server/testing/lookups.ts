// Counts how often a relay looks up a secret, so that a test can wait for a request to be admitted instead of for a
// time.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { hashSecret } from '../src/access/access.ts';

/** `watch` is for `onDatabase` of `start`. */
export const watchLookups = (secret: string): { watch(db: DatabaseSync): void; count(): number } => {
  const hash = hashSecret(secret);
  let count = 0;
  const watchStatement = (statement: StatementSync): void => {
    const all = statement.all.bind(statement);
    const counting = (...values: Parameters<typeof all>) => {
      if ((values as readonly unknown[])[0] === hash) count += 1;
      return all(...values);
    };
    Object.assign(statement, { all: counting });
  };
  return {
    count: () => count,
    watch: (db) => {
      const prepare = db.prepare.bind(db);
      db.prepare = (sql) => {
        const statement = prepare(sql);
        if (sql.includes('secret_hash = ?')) watchStatement(statement);
        return statement;
      };
    },
  };
};
