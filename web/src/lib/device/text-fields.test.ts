// 17.5: every field of the app that holds words or a figure keeps them. A new field has to use a draft, write its
// record at every input, or be listed here with the reason why its words need not be kept.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;

/** By file: how many fields are without a draft there, and how their words are kept or why they are not. */
const WITHOUT_DRAFT: Readonly<Record<string, readonly [count: number, reason: string]>> = {
  'lib/records/fields/TextField.svelte': [2, 'writes the record at every input (TypedText)'],
  'lib/random-tables/TableCellInput.svelte': [1, 'writes the record at every input (TypedText)'],
  'lib/maps/MarkForm.svelte': [2, 'writes the record at every input (TypedText)'],
  'lib/records/fields/ChoiceField.svelte': [1, 'writes the record at every input (TypedText)'],
  'lib/records/fields/EntriesField.svelte': [1, 'writes the record at every input'],
  'lib/records/fields/ItemsField.svelte': [1, 'writes the record at every input'],
  'lib/transfer/ImportFilesDialog.svelte': [1, 'a draft that FileImport holds'],
  'lib/suggestions/SuggestionEditForm.svelte': [9, 'a draft that SuggestionEdit holds'],
  'lib/log/EventDetailFields.svelte': [1, 'the details of a type: drafts that EventDraft holds'],
  'lib/log/RollResult.svelte': [1, 'a draft that EventDraft holds'],
  'lib/log/EventPart.svelte': [1, 'writes the record at every input (TypedText)'],
  'routes/capture/+page.svelte': [1, 'kept by quick-note.ts, which also tells when the disk refuses'],
  'lib/palette/Palette.svelte': [1, 'search box'],
  'lib/players/KnownEntities.svelte': [1, 'search box'],
  'lib/entity-views/JoinDialog.svelte': [1, 'search box'],
  'lib/transfer/FindEntity.svelte': [1, 'search box'],
  'lib/records/RecordList.svelte': [1, 'search box'],
  'lib/session-stages/EntityRail.svelte': [1, 'search box'],
  'lib/recap/RecapContinue.svelte': [1, 'search box'],
  'routes/campaigns/[campaignId]/timeline/+page.svelte': [1, 'search box'],
  'routes/campaigns/[campaignId]/search/+page.svelte': [1, 'search box, kept in the address'],
  'routes/campaigns/[campaignId]/rules/+page.svelte': [1, 'search box'],
  'lib/campaigns/DeleteCampaignDialog.svelte': [1, 'confirmation: must be typed anew each time'],
  'lib/settings/ModelServerForm.svelte': [3, 'address and secret key of a model server'],
  'lib/sharing/RelayPanel.svelte': [1, 'address of a server'],
  'lib/sharing/InviteForm.svelte': [2, 'secret code of an invitation, and a nickname asked once beside it'],
};

/** Inputs that hold nothing half-typed: a choice, a day, a file. */
const WITHOUT_WORDS = /\btype="(?:checkbox|radio|date|time|datetime-local|range|file)"/;
const READ_ONLY = /\sreadonly(?=[\s/>])/;
/** `shown` is of a `TypedFigure`, which holds a draft. */
const USES_DRAFT = /\b(?:draft|\w+Draft)\b(?:\(.*?\))?\.text\b|value=\{\w+\.shown\}/;

const svelteFiles = (folder = ''): string[] =>
  readdirSync(ROOT + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name;
    if (entry.isDirectory()) return svelteFiles(`${path}/`);
    return path.endsWith('.svelte') ? [path] : [];
  });

/** The opening tags of inputs, textareas and editable elements; an arrow in an attribute does not end a tag. */
const fieldsOf = (markup: string): string[] => {
  const found: string[] = [];
  for (const { index } of markup.matchAll(/<(?:input|textarea)(?=\s)|<\w+(?=[^<>]*\scontenteditable)/g)) {
    let braces = 0;
    let at = index;
    for (; at < markup.length && !(markup[at] === '>' && braces === 0); at++) {
      if (markup[at] === '{') braces += 1;
      else if (markup[at] === '}') braces -= 1;
    }
    found.push(markup.slice(index, at + 1));
  }
  return found;
};

const holdsWords = (field: string): boolean => !WITHOUT_WORDS.test(field) && !READ_ONLY.test(field);
const wordFields = svelteFiles().flatMap((file) => {
  const markup = readFileSync(ROOT + file, 'utf8').replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, '');
  return fieldsOf(markup)
    .filter(holdsWords)
    .map((field) => ({ file, field }));
});

describe('fields of the app', () => {
  it('finds fields with and without a draft', () => {
    expect(fieldsOf('<input oninput={() => (a > b)} bind:value={x} /><textarea rows="2" readonly></textarea>')).toEqual(
      ['<input oninput={() => (a > b)} bind:value={x} />', '<textarea rows="2" readonly>'],
    );
    expect(['<input type="date" />', '<input readonly />', '<input bind:value={x} />'].map(holdsWords)).toEqual([
      false,
      false,
      true,
    ]);
    expect(wordFields.length).toBeGreaterThan(50);
    expect(USES_DRAFT.test('<input bind:value={text} />')).toBe(false);
  });

  it('keep their words in a draft, or are listed with a reason', () => {
    const without: Record<string, number> = {};
    for (const { file, field } of wordFields) if (!USES_DRAFT.test(field)) without[file] = (without[file] ?? 0) + 1;
    expect(without).toEqual(Object.fromEntries(Object.entries(WITHOUT_DRAFT).map(([file, [count]]) => [file, count])));
  });
});
