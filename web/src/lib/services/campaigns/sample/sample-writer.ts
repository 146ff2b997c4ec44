// What every part of the sample campaign is written with: the documents, and the ids of what the sample names.
import type { Result } from '@emberkeep/domain';
import { createRecord, fillNote, noteName, type CampaignDocs, type OpenDocument, type Spec } from '@emberkeep/store';
import { markdownToNote } from '@emberkeep/files';

/** The value of a command that has to succeed. Throws when our own sample breaks a rule, which a test would show. */
export const must = <T>(result: Result<T, { type: string }>): T => {
  if (!result.ok) throw new Error(`the sample was refused: ${result.error.type}`);
  return result.value;
};

export class SampleWriter {
  readonly #idByName = new Map<string, string>();

  constructor(readonly docs: CampaignDocs) {}

  addEntity(name: string, entityId: string): void {
    this.#idByName.set(name, entityId);
  }

  /** The id of an entity that was written before. Throws for a name that the sample does not have. */
  entityId(name: string): string {
    const id = this.#idByName.get(name);
    if (!id) throw new Error(`the sample has no entity called ${name}`);
    return id;
  }

  /** Creates a record in the ledger and gives its id. */
  create<S extends Spec>(spec: S, values: Parameters<typeof createRecord<S>>[3]): string {
    return must(createRecord(this.docs, this.docs.ledger, spec, values));
  }

  /** Fills an empty note of the record `id` from Markdown. */
  fill(document: OpenDocument, id: string, field: Parameters<typeof noteName>[1], markdown: string): void {
    must(fillNote(document, noteName(id, field), markdownToNote(markdown)));
  }
}
