// The relay's version, as operators and apps are told.
import manifest from '../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;
