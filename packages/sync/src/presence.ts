// Who is present, one entry per device: a GM with two tabs and three open documents is one person.

/** What a device publishes about its user. `place` is what the user is looking at, so that others can go there. */
export interface PresentPerson {
  deviceId: string;
  name: string;
  color: string;
  place: string;
}

const isPerson = (value: unknown): value is PresentPerson => {
  const p = value as Partial<PresentPerson> | null;
  return (
    typeof p === 'object' &&
    p !== null &&
    typeof p.deviceId === 'string' &&
    typeof p.name === 'string' &&
    typeof p.color === 'string'
  );
};

/**
 * Merges the awareness states of any number of documents into one entry per device, by name, without this device.
 * States come from peers: malformed ones are dropped and long texts are cut.
 */
export const presentPeople = (states: Iterable<ReadonlyMap<number, unknown>>, ownDeviceId: string): PresentPerson[] => {
  const people = new Map<string, PresentPerson>();
  for (const map of states) {
    for (const state of map.values()) {
      const person = (state as { user?: unknown } | null)?.user;
      if (!isPerson(person) || person.deviceId === ownDeviceId) continue;
      // Six hex digits only: the color is used in a style attribute, and the caret extension warns about anything
      // else.
      const color = /^#[0-9a-f]{6}$/i.test(person.color) ? person.color : '#808080';
      people.set(person.deviceId, {
        deviceId: person.deviceId,
        name: person.name.slice(0, 60),
        color,
        place: typeof person.place === 'string' ? person.place.slice(0, 200) : '',
      });
    }
  }
  return [...people.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};
