// Runs what a button starts, so that the person is told whatever happens and the button works again.
import { err, type Result } from '@emberkeep/domain';

/** `BrokeOff`: the action rejected, because its code could not be loaded or the disk failed. */
export const attempt = async <T, E extends { type: string }>(
  run: () => Promise<Result<T, E>>,
): Promise<Result<T, E | { type: 'BrokeOff' }>> => {
  try {
    return await run();
  } catch (error) {
    console.warn('an action broke off', error);
    return err({ type: 'BrokeOff' });
  }
};
