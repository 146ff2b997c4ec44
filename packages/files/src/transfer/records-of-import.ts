// The one way from imported content, whatever its format, to what an import writes. Ids derive from the file, so that
// importing it twice, or on two devices, makes each record once.
import type { StoredRecord } from '@emberkeep/domain';
import type { DeriveId } from '../stored-fields.ts';
import type { KnownRecords } from './import-run.ts';
import type { ImportedContent, ImportedNotePicture, ImportedPicture, ImportMode } from './imported-content.ts';
import { itemRecords } from './item-records.ts';
import { matchItems } from './match-items.ts';
import { relationshipRecords } from './relationship-records.ts';
import { createFreeNumbers, withFreeNumbers, type Renumbered } from '../free-session-numbers.ts';

/** Everything an import writes. */
export interface ImportResult {
  records: StoredRecord[];
  /** Ids of records that match one of the campaign. */
  matched: ReadonlySet<string>;
  /** Pictures as they are in the file, by the id of the entity they show. */
  portraits: ({ id: string } & ImportedPicture)[];
  /** Pictures to attach, by the id of their entity. */
  pictures: ({ id: string } & ImportedPicture)[];
  /** Pictures that texts show. */
  notePictures: readonly ImportedNotePicture[];
  /** How records are put over ones that exist, by their ids; the others key by key. */
  modes: ReadonlyMap<string, ImportMode>;
  /** Ids that an earlier version gave records, by the ids they have now. */
  formerIds: ReadonlyMap<string, string>;
  /** What the records of `inLines` hold, in lines for the GM. The others are counted by kind. */
  lines: readonly string[];
  inLines: ReadonlySet<string>;
  /** Sessions of the campaign that nobody has used yet, and that imported ones take the numbers of. */
  renumbered: readonly Renumbered[];
  /** Sentences for the GM about what the campaign makes of it. */
  remarks: readonly string[];
}

/** A session as the file has it. */
interface WantedNumber {
  id: string;
  name: string;
  number: unknown;
}

/** Says which sessions get another number than the file gives them, because the campaign or another one has it. */
const numberRemarks = (
  wanted: readonly WantedNumber[],
  records: readonly StoredRecord[],
  { sessions }: KnownRecords,
): string[] => {
  const taken = new Set<unknown>(sessions.map(({ number }) => number));
  const numbers = new Map(records.filter(({ kind }) => kind === 'session').map(({ id, keys }) => [id, keys['number']]));
  const moved = wanted.filter(
    ({ id, number }) => typeof number === 'number' && typeof numbers.get(id) === 'number' && numbers.get(id) !== number,
  );
  const remarks = moved.map(({ id, name, number }) => {
    if (!taken.has(number))
      return `Several sessions have the number ${String(number)}: one keeps it, the others get the next free ones.`;
    const own = name ? `“${name}”` : 'the imported one';
    return `This campaign has a session ${String(number)} already: ${own} becomes session ${String(numbers.get(id))}.`;
  });
  return [...new Set(remarks)];
};

const renumberedRemark = ({ from, to }: Renumbered): string =>
  `Session ${from} of this campaign is still empty: it becomes session ${to}, after the imported ones.`;

/** Makes records of what was read. `now`: Unix ms. */
export const recordsOfImport = (
  content: ImportedContent,
  known: KnownRecords,
  campaignId: string,
  derive: DeriveId,
  now: number,
): ImportResult => {
  const run = { content, known, campaignId, derive, now };
  const matches = matchItems(run);
  const ids = { derive, campaignId, idOf: (source: string): string => matches.idBySource.get(source) ?? '' };
  const items = content.things.map((item) => ({ ...item, id: matches.idOfItem.get(item)! }));
  const wanted: WantedNumber[] = [
    ...content.own
      .filter(({ kind }) => kind === 'session')
      .map(({ id, keys }) => ({ id, name: String(keys['title'] ?? ''), number: keys['number'] })),
    ...items
      .filter(({ kind }) => kind === 'session')
      .map(({ id, name, fields }) => ({ id, name, number: fields['number'] })),
  ];
  const numbers = createFreeNumbers(
    known.sessions,
    wanted.map(({ number }) => number),
  );
  const records = [...withFreeNumbers(content.own, known.sessions, numbers), ...itemRecords(run, matches, numbers)];
  const isInFile = new Set(records.map(({ id }) => id));
  const renumbered = numbers.givenWay().filter(({ id }) => !isInFile.has(id));
  return {
    renumbered,
    records: [...records, ...relationshipRecords(run, matches, records)],
    remarks: [...renumbered.map(renumberedRemark), ...numberRemarks(wanted, records, known)],
    matched: matches.matched,
    portraits: items.flatMap(({ id, portrait }) => (portrait ? [{ id, ...portrait }] : [])),
    pictures: items.flatMap(({ id, pictures = [] }) => pictures.map((picture) => ({ id, ...picture }))),
    notePictures: content.notePictures,
    modes: new Map(items.flatMap(({ id, mode }) => (mode ? [[id, mode] as const] : []))),
    formerIds: new Map(items.flatMap(({ id, formerId }) => (formerId ? [[id, formerId(ids)] as const] : []))),
    lines: items.flatMap(({ lines }) => lines ?? []),
    inLines: new Set(items.flatMap(({ id, lines }) => (lines ? [id] : []))),
  };
};
