// The settings of the language model that a person set on this device, and how they are read from disk.

/** `relay`: the server that serves this app passes requests on to a model server of its operator. */
export type ModelPlace = 'none' | 'server' | 'relay' | 'device';
/** `table`: what the players may know; `everything`: the GM's notes and secrets too. */
export type ModelScope = 'table' | 'everything';

export interface ModelSettings {
  place: ModelPlace;
  url: string;
  model: string;
  key: string;
  told: ModelScope;
  tellsLimits: boolean;
}

export const NO_MODEL: ModelSettings = {
  place: 'none',
  url: '',
  model: '',
  key: '',
  told: 'table',
  tellsLimits: true,
};

const PLACES = ['server', 'relay', 'device'] as const;

/** Reads stored settings; whatever is missing or malformed gets its default, so the result is always usable. */
export const readModelSettings = (stored: unknown): ModelSettings => {
  const raw = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<
    Record<keyof ModelSettings, unknown>
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
