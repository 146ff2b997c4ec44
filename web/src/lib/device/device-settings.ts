// Small values that this device remembers and never syncs, by key.
import { keysStartingWith, type DeviceDatabase } from '@emberkeep/store';

export class DeviceSettings {
  constructor(private readonly db: DeviceDatabase) {}

  /** Undefined also when the disk cannot be read. */
  async get<T>(key: string): Promise<T | undefined> {
    return (await this.db.settings.get(key).catch(() => undefined))?.value as T | undefined;
  }

  /**
   * Stored also when the page closes right after. Best effort: what a full disk does not take is asked or worked out
   * again.
   */
  async set(key: string, value: unknown): Promise<void> {
    await this.db.writeNow('settings', (store) => store.put({ key, value })).catch(() => undefined);
  }

  /** Best effort, like `set`. */
  async delete(key: string): Promise<void> {
    await this.db.writeNow('settings', (store) => store.delete(key)).catch(() => undefined);
  }

  /** All values whose key begins with `prefix`; none when the disk cannot be read, like `get`. */
  async withPrefix<T>(prefix: string): Promise<T[]> {
    // None when the disk cannot be read, as documented.
    const rows = await this.db.settings.getAll(keysStartingWith(prefix)).catch(() => []);
    return rows.map((row) => row.value as T);
  }
}
