// Runs what a button starts, so that the person is told whatever happens and the button works again.
import { err, type Result } from '@emberkeep/domain';
import { isUnfetched } from '#lib/ui/load-part.ts';

/** The action rejected. `NotOnDevice`: its code could not be fetched. `BrokeOff`: for any other reason, as a failed disk. */
export const attempt = async <T, E extends { type: string }>(
  run: () => Promise<Result<T, E>>,
): Promise<Result<T, E | { type: 'BrokeOff' | 'NotOnDevice' }>> => {
  try {
    return await run();
  } catch (error) {
    console.warn('an action broke off', error);
    return err({ type: isUnfetched(error) ? 'NotOnDevice' : 'BrokeOff' });
  }
};
