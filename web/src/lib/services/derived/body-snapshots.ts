// Snapshots of the bodies of deleted sessions that are not open: they tell whether a body was written on after the
// deletion, which brings its session back.
import { listSessions, type CampaignDocs, type DeviceDatabase } from '@emberkeep/store';

export class DeletedBodySnapshots {
  readonly #bySession = new Map<string, Uint8Array>();

  constructor(
    private readonly db: DeviceDatabase,
    private readonly docs: CampaignDocs,
  ) {}

  /** True when any session is deleted: some of those may then count as restored. */
  async load(): Promise<boolean> {
    const deleted = listSessions(this.docs).filter((session) => session.deleted);
    for (const { id } of deleted) {
      // Without its snapshot a body counts as not written on: its session stays in the trash until it is opened.
      const row = await this.db.derived.get(`campaign/${this.docs.campaignId}/session/${id}`).catch(() => undefined);
      if (row) this.#bySession.set(id, row.snapshot);
    }
    return deleted.length > 0;
  }

  readonly of = (sessionId: string): Uint8Array | undefined => this.#bySession.get(sessionId);
}
