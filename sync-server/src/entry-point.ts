// Where the other entry points are, which run in a thread or a process of their own.
import { basename } from 'node:path';

/**
 * The address of an entry point, by its path in `src` without an extension. A built relay has all of its files in one
 * folder, which a later build leaves alone: a thread that starts months later is of the same version.
 */
export const entryPoint = (path: string): URL =>
  import.meta.url.endsWith('.ts')
    ? new URL(`./${path}.ts`, import.meta.url)
    : new URL(`./${basename(path)}.mjs`, import.meta.url);
