/** The engine of DATABASE_URL cannot be used. Says where it is, never the password. */
export class DatabaseAway extends Error {
  constructor(host: string, port: number, cause: Error & { code?: string }) {
    super(`The database at ${host}:${port} cannot be used: ${cause.message || cause.code || 'no answer'}.`, { cause });
  }
}
