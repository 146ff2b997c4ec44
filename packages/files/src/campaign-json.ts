// Owns a whole campaign as JSON for other programs: every record with the fields its declaration reads, texts as Markdown.
// Its schema is in campaign-json-schema.ts. Out only: to come back, there are the save file and the backup.
import { RECORDS, type RecordSpec, type StoredRecord } from '@emberkeep/domain';
import { noteToMarkdown } from './note-to-markdown.ts';
import { recordOfStored } from './stored-record.ts';

export const CAMPAIGN_JSON_VERSION = 1;

// Counters as their value, lists as their texts: what a reader wants, without how it came about.
const plain = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value.map((v: unknown) => (typeof v === 'object' && v !== null && 'text' in v && 'order' in v ? v.text : v));
  if (typeof value === 'object' && value !== null && 'value' in value && 'steps' in value) return value.value;
  return value;
};

const textsOf = (texts: StoredRecord['texts']): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, nodes]) => [name, noteToMarkdown(nodes)]));

/** The file's text. `savedAt`: unix ms. Fields that say what an untouched record says are left out. */
export const campaignJson = (records: readonly StoredRecord[], campaignId: string, savedAt: number): string => {
  const written = records.flatMap((stored) => {
    const session = stored.sessionId ? { session: stored.sessionId } : {};
    if (stored.kind === 'note')
      return [{ kind: 'note', id: stored.id, ...session, fields: {}, texts: textsOf(stored.texts) }];
    const spec: RecordSpec = RECORDS[stored.kind];
    const record = recordOfStored(spec, stored);
    if (!record) return [];
    const fields = Object.fromEntries(
      Object.entries(spec.fields).flatMap(([name, field]) => {
        const value = plain((record as Record<string, unknown>)[name]);
        return JSON.stringify(value) === JSON.stringify(plain(field.empty)) ? [] : [[name, value]];
      }),
    );
    return [{ kind: stored.kind, id: stored.id, ...session, fields, texts: textsOf(stored.texts) }];
  });
  return JSON.stringify(
    {
      format: 'emberkeep-campaign',
      version: CAMPAIGN_JSON_VERSION,
      campaignId,
      savedAt: new Date(savedAt).toISOString(),
      records: written,
    },
    null,
    1,
  );
};
