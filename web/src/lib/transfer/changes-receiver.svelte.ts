// Reads a file of changes and merges it, with what a screen shows meanwhile and the sentence where it fails.
import { err, type Result } from '@emberkeep/domain';
import type { Device } from '#lib/device/device.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import type { IncomingTransfer, RunningTransfer, TransferInError } from '#lib/services/backups/device-transfer.ts';
import type { OpenedChanges, OpeningProgress } from '#lib/services/backups/open-in-worker.ts';
import { reasonOf } from '#lib/ui/load-part.ts';
import { m } from '#messages';

const wordsOf = (error: TransferInError): string => {
  if (error.type === 'ChangesTookTooLong') return m.transfer_changesReceiver_take_too_long();
  return error.type === 'PartlyTooSlow' ? m.transfer_changesReceiver_part_takes_too_long() : sentenceFor(error);
};

/** What a GM is told where nothing, or not everything, came of it. */
interface Told {
  type: 'Told';
  sentence: string;
}

const told = (sentence: string): Result<never, Told> => err({ type: 'Told', sentence });

/** Null when it was stopped. */
const inWords = <T, E extends TransferInError>(result: Result<T, E> | null): Result<T, Told> => {
  if (!result) return told(m.ui_checkProgress_stopped());
  return result.ok ? result : told(wordsOf(result.error));
};

export class ChangesReceiver {
  /** What is read or tried, as long as it can be stopped. `progress`: null while the file itself is read. */
  checking: { progress: OpeningProgress | null; stop: () => void } | null = $state.raw(null);
  isMerging = $state(false);

  async open(bytes: Uint8Array): Promise<Result<OpenedChanges, Told>> {
    try {
      const { startOpening } = await import('#lib/services/backups/device-transfer.ts');
      const opening = startOpening(bytes);
      this.checking = { progress: null, stop: opening.stop };
      return inWords(await opening.end);
    } catch (error) {
      console.warn('changes could not be read', error);
      return told(reasonOf(error, m.campaignFile_backupCheck_cannot_be_read()));
    } finally {
      this.checking = null;
    }
  }

  async merge(device: Device, opened: OpenedChanges): Promise<Result<IncomingTransfer, Told>> {
    let isWriting = false;
    try {
      const { startMerge } = await import('#lib/services/backups/device-transfer.ts');
      this.isMerging = true; // From here on the browser asks before the page goes.
      const merging: RunningTransfer<IncomingTransfer, TransferInError> = startMerge(device, opened, (progress) => {
        isWriting = progress === null;
        this.checking = progress && { progress, stop: () => merging.stop() };
      });
      return inWords(await merging.end);
    } catch (error) {
      console.warn('changes could not be merged', error);
      if (isWriting) return told(m.transfer_changesReceiver_broke_off());
      return told(reasonOf(error, m.campaignFile_backupCheck_cannot_be_read()));
    } finally {
      this.checking = null;
      this.isMerging = false;
    }
  }

  /** Ends reading a file. A merge goes on. */
  leave(): void {
    if (!this.isMerging) this.checking?.stop();
  }
}
