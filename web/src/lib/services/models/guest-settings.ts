// The settings of the language model that a person set on this device, and how they are read from disk.

/** `relay`: the server that serves this app passes requests on to a model server of its operator. */
export type GuestPlace = 'none' | 'server' | 'relay' | 'device';
/** `table`: what the players may know; `everything`: the GM's notes and secrets too. */
export type GuestTold = 'table' | 'everything';

export interface GuestSettings {
  place: GuestPlace;
  url: string;
  model: string;
  key: string;
  told: GuestTold;
  tellsLimits: boolean;
}

export const NO_GUEST: GuestSettings = {
  place: 'none',
  url: '',
  model: '',
  key: '',
  told: 'table',
  tellsLimits: true,
};

const PLACES = ['server', 'relay', 'device'] as const;

/** Reads stored settings; whatever is missing or malformed gets its default, so the result is always usable. */
export const readGuestSettings = (stored: unknown): GuestSettings => {
  const raw = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<
    Record<keyof GuestSettings, unknown>
  >;
  const text = (key: 'url' | 'model' | 'key'): string => (typeof raw[key] === 'string' ? raw[key] : '');
  return {
    place: PLACES.find((place) => place === raw.place) ?? 'none',
    url: text('url'),
    model: text('model'),
    key: text('key'),
    told: raw.told === 'everything' ? 'everything' : 'table',
    tellsLimits: raw.tellsLimits !== false,
  };
};
