// Who is present, one entry per device: a GM with two tabs and three open documents is one person.

/** What a device publishes about its user. `place` is what the user is looking at, so that others can go there. */
export interface PresentPerson {
  deviceId: string;
  name: string;
  color: string;
  place: string;
}

/** Longest id, name and place, and most devices that are told apart: a co-GM can forge any number of them. */
const ID_MAX = 64;
const NAME_MAX = 60;
const PLACE_MAX = 200;
const PEOPLE_MAX = 50;

/** Control signs, halves of signs, and what turns the direction of the text around a name. */
const UNSHOWN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Cut before it is cleaned: a peer may send very long ones. */
const shortText = (text: string, max: number): string => text.slice(0, max).replace(UNSHOWN, '');

/**
 * The person that a device publishes. It comes from a peer: a malformed one is null, long texts are cut, and signs that
 * change how the text around them is shown are left out.
 */
export const presentPerson = (value: unknown): PresentPerson | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { deviceId, name, color, place } = value as Partial<Record<keyof PresentPerson, unknown>>;
  if (typeof deviceId !== 'string' || deviceId.length > ID_MAX) return null;
  if (typeof name !== 'string' || typeof color !== 'string') return null;
  return {
    deviceId,
    name: shortText(name, NAME_MAX),
    // Six hex digits only: the color is used in a style attribute, and the caret extension warns about anything else.
    color: /^#[0-9a-f]{6}$/i.test(color) ? color : '#808080',
    place: typeof place === 'string' ? shortText(place, PLACE_MAX) : '',
  };
};

/**
 * Merges the awareness states of any number of documents into one entry per device, without this device; at most fifty.
 */
export const presentPeople = (states: Iterable<ReadonlyMap<number, unknown>>, ownDeviceId: string): PresentPerson[] => {
  const people = new Map<string, PresentPerson>();
  for (const map of states) {
    for (const state of map.values()) {
      const person = presentPerson((state as { user?: unknown } | null)?.user);
      if (!person || person.deviceId === ownDeviceId) continue;
      if (people.size < PEOPLE_MAX || people.has(person.deviceId)) people.set(person.deviceId, person);
    }
  }
  return [...people.values()];
};
