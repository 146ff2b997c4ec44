// Finds an installed Postgres.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/** Debian's folders, the newest version first. */
const debianFolders = (): string[] =>
  existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(DEBIAN, version, 'bin'))
    : [];

const hasPrograms = (folder: string): boolean =>
  folder !== '' && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'));

/**
 * The folder with `initdb` and `postgres`: what POSTGRES_BIN names, or the newest that is installed; null if none
 * is.
 */
export const findPostgres = (): string | null => {
  const folders = [
    process.env['POSTGRES_BIN'] ?? '',
    ...debianFolders(),
    '/opt/homebrew/bin',
    '/usr/local/bin',
    '/usr/bin',
  ];
  return folders.find(hasPrograms) ?? null;
};
