// Owns who is here, merged by device: a GM with two tabs and three documents open is one person.

/** What each device says about itself. `place` is what it looks at, for a tap away. */
export interface PersonHere {
  deviceId: string;
  name: string;
  color: string;
  place: string;
}

const isPerson = (value: unknown): value is PersonHere => {
  const p = value as Partial<PersonHere> | null;
  return (
    typeof p === 'object' &&
    p !== null &&
    typeof p.deviceId === 'string' &&
    typeof p.name === 'string' &&
    typeof p.color === 'string'
  );
};

/** Folds awareness states of any number of documents into one entry per device, without this one. Hostile states are dropped. */
export const peopleHere = (states: Iterable<ReadonlyMap<number, unknown>>, ownDeviceId: string): PersonHere[] => {
  const people = new Map<string, PersonHere>();
  for (const map of states) {
    for (const state of map.values()) {
      const person = (state as { user?: unknown } | null)?.user;
      if (!isPerson(person) || person.deviceId === ownDeviceId) continue;
      // Six hex digits only: the colour goes into a style attribute, and the caret extension warns about anything else.
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
