// What a GM remembers of lost sections: each answer is read as the lines of its section and added to the reading.
import { readCampaignFile, type CampaignFileReading } from './read-save.ts';
import { emptySave, SAVE_SECTIONS, type CampaignFileData, type SaveSectionId } from './save-document.ts';

/** Sections that consist of keyed lines or prose; the lines of all others are items. */
const SECTIONS_WITHOUT_ITEMS: readonly SaveSectionId[] = [
  'header',
  'current_situation',
  'internal_state',
  'player_character',
  'inventory',
  'safety_settings',
];

const BULLET = /^(?:[-*•]|\d+[.)])\s/;

const isSection = (id: string): id is SaveSectionId => Object.hasOwn(SAVE_SECTIONS, id);

/** What opens and closes a section in the file. */
const markersOf = (id: SaveSectionId): readonly [string, string] => {
  const { heading, marker } = SAVE_SECTIONS[id];
  if (id === 'internal_state') return ['<!-- INTERNAL_STATE', '-->'];
  if (marker) return [`## ${heading}\n<!-- ${marker}_START -->`, `<!-- ${marker}_END -->`];
  return [heading ? `## ${heading}` : '# - Session Summary', ''];
};

/** An answer as a file that has only this section. */
const fileOf = (id: SaveSectionId, answer: string): string => {
  const hasItems = !SECTIONS_WITHOUT_ITEMS.includes(id);
  const lines = answer
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => (hasItems && !BULLET.test(line) ? `- ${line}` : line));
  const [open, close] = markersOf(id);
  // The heading of the last section shows that the one before is complete.
  return [open, ...lines, close, '## Next Session Hooks'].filter(Boolean).join('\n');
};

/** Adds lists to lists, and fills values that are empty. */
const mergeInto = (into: CampaignFileData, answer: CampaignFileData): void => {
  const blank = emptySave();
  for (const key of Object.keys(blank) as (keyof CampaignFileData)[]) {
    const value = answer[key];
    const current = into[key];
    if (Array.isArray(value)) (current as unknown[]).push(...value);
    else if (key === 'inventory') {
      into.inventory.currency ||= answer.inventory.currency;
      into.inventory.keyItems.push(...answer.inventory.keyItems);
      into.inventory.gear.push(...answer.inventory.gear);
    } else {
      const saysSomething = JSON.stringify(value) !== JSON.stringify(blank[key]);
      if (saysSomething && (current === '' || current === null)) Object.assign(into, { [key]: value });
    }
  }
};

/** The reading with the GM's answers, by section id; what cannot be read of an answer is added to `lost`. */
export const withAnswers = (
  reading: CampaignFileReading,
  answers: Readonly<Record<string, string>>,
): CampaignFileReading => {
  const save: CampaignFileData = structuredClone(reading.save);
  const sections = { ...reading.sections };
  const lost = [...reading.lost];
  for (const [id, answer] of Object.entries(answers)) {
    if (!isSection(id) || answer.trim() === '') continue;
    const read = readCampaignFile(fileOf(id, answer));
    mergeInto(save, read.save);
    lost.push(...read.lost.map(({ text }) => ({ line: 0, text: `${SAVE_SECTIONS[id].label}: ${text}` })));
    sections[id] = 'repaired';
  }
  return { ...reading, save, sections, lost };
};
