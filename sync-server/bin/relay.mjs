// Runs the relay as it is built, or from source where it is not, or where a source is newer.
import { pathToFileURL } from 'node:url';
import { builtRelay } from './built.mjs';

const built = builtRelay();
await import(built ? pathToFileURL(built).href : '../src/main.ts');
