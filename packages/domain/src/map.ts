// Maps: a picture with pins and zones. Each part of a pin is a key of its own, so that two GMs may move, name and add
// pins while apart; where a pin is, is one value, so that its two coordinates never mix. A map is shown to players as a
// handout is.
import { entries, hidden, json, line, maybeNumber } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

/** The widest picture of a map, in the unit of its scale. */
export const MAP_WIDTH_MAX = 1_000_000;

export const MAP = defineRecord({
  kind: 'map',
  root: 'maps',
  home: 'ledger',
  label: 'Map',
  plural: 'Maps',
  title: 'title',
  fields: {
    title: line('table', 'Title'),
    /** What it is for, for the GM: the title is what players read. */
    about: line('gm', 'For you only'),
    /** How wide the whole picture is, in the unit; null where nothing is measured. */
    width: maybeNumber('gm', 'Width of the picture', { min: 0, max: MAP_WIDTH_MAX }),
    unit: line('gm', 'Unit of length'),
    /** An AttachedPicture; null for none. Read it with `handoutPicture`. */
    picture: json('gm', 'Picture', { input: 'hidden' }),
    /** Where each pin is, by its id. Read them with `mapPins`, and the parts below by the same id. */
    pins: entries('gm', 'Pins', { input: 'hidden' }),
    /** The corners of each zone, by its id. Read them with `mapZones`. */
    zones: entries('gm', 'Zones', { input: 'hidden' }),
    labels: entries('gm', 'Labels of pins and zones', { input: 'hidden' }),
    /** What a pin or a zone opens. */
    targets: entries('gm', 'What pins and zones open', { input: 'hidden' }),
    notes: entries('gm', 'Notes of pins and zones', { input: 'hidden' }),
    /** True for the pins and zones that players see where the map is shown. */
    forPlayers: entries('gm', 'Pins and zones for players', { input: 'hidden' }),
    /**
     * What each deleted pin or zone was, as a digest: one that a co-GM moved or described while apart is another by now,
     * and is there again.
     */
    gone: entries('gm', 'Deleted pins and zones', { input: 'hidden' }),
    /** As those of a handout. */
    shows: entries('gm', 'Shown', { input: 'hidden' }),
    ends: entries('gm', 'Taken back', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type GameMap = RecordOf<typeof MAP>;
