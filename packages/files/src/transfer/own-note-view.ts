// What a person reads of a map or a random table in an exported note: a list of pins, or the table itself. Nothing is
// read back from it; the record in the note's block is what counts.
import {
  MAP,
  mapPins,
  mapZones,
  RANDOM_TABLE,
  type MapPin,
  type MapTarget,
  type MapZone,
  type StoredRecord,
} from '@emberkeep/domain';
import { writeTableText } from '../random-tables/write-table-text.ts';
import { recordOfStored } from '../stored-record.ts';

type NameOf = (id: string) => string;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const openedName = (target: MapTarget | null, nameOf: NameOf): string => {
  if (!target) return '';
  if (target.kind === 'scene') return 'a scene';
  const name = nameOf(target.id);
  return name && `[[${name}]]`;
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const placeWords = (mark: MapPin | MapZone): string =>
  'at' in mark ? `${percent(mark.at.x)} from the left, ${percent(mark.at.y)} from the top` : '';

const markLine = (mark: MapPin | MapZone, nameOf: NameOf): string => {
  const opened = openedName(mark.target, nameOf);
  const parts = [
    mark.label ? `**${oneLine(mark.label)}**` : opened || 'Unnamed',
    mark.label && opened ? `opens ${opened}` : '',
    placeWords(mark),
    mark.isForPlayers ? 'for players' : '',
    oneLine(mark.note),
  ];
  return `- ${parts.filter(Boolean).join(' · ')}`;
};

const markList = (heading: string, marks: readonly (MapPin | MapZone)[], nameOf: NameOf): string[] =>
  marks.length === 0 ? [] : ['', `## ${heading}`, '', ...marks.map((mark) => markLine(mark, nameOf))];

const mapView = (stored: StoredRecord, nameOf: NameOf): string => {
  const map = recordOfStored(MAP, stored);
  return map ? [...markList('Pins', mapPins(map), nameOf), ...markList('Zones', mapZones(map), nameOf)].join('\n') : '';
};

const tableView = (stored: StoredRecord): string => {
  const table = recordOfStored(RANDOM_TABLE, stored);
  return table ? `\n${writeTableText(table)}` : '';
};

const viewOf = (stored: StoredRecord, nameOf: NameOf): string => {
  if (stored.kind === 'map') return mapView(stored, nameOf);
  return stored.kind === 'randomTable' ? tableView(stored) : '';
};

/** Empty for a kind whose front matter and texts say it all. A fence in it would hide the block from its reader. */
export const readableView = (stored: StoredRecord, nameOf: NameOf): string => {
  const view = viewOf(stored, nameOf);
  const tame = view.replace(/`{3,}|~{3,}/g, (run) => "'".repeat(run.length)).trimEnd();
  return tame && `*For reading: changes to this part are not imported.*\n${tame}\n`;
};
