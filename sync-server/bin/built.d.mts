export const BUILDS: string;
export const builtRelay: () => string | null;
