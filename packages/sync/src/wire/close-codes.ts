// Owns why a connection ends. 44xx: something must be done first, do not retry. 45xx and standard codes: retry.

export const CLOSE = {
  badFrame: 4400,
  notLetIn: 4401,
  notAllowed: 4403,
  deleted: 4404,
  tooLarge: 4409,
  storageFailed: 4500,
  tooSlow: 1013,
  restarting: 1012,
} as const;

/** True when trying again by itself cannot help. */
export const isFinal = (code: number): boolean => code >= 4400 && code < 4500;
