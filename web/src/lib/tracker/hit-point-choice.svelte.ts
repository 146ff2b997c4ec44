// Whether creatures join with rolled or average hit points, as chosen last on this device.
import type { HitPointChoice } from '@emberkeep/domain';
import { getDevice } from '#lib/device/device.svelte.ts';

const KEY = 'fight:hit-points';

class ChosenHitPoints {
  #choice: HitPointChoice = $state('average');
  #isRead = false;

  get choice(): HitPointChoice {
    return this.#choice;
  }

  /** Reads what was chosen, once. */
  async read(): Promise<void> {
    if (this.#isRead) return;
    this.#isRead = true;
    if ((await getDevice().settings.get<unknown>(KEY)) === 'rolled') this.#choice = 'rolled';
  }

  choose(choice: HitPointChoice): void {
    this.#isRead = true;
    this.#choice = choice;
    void getDevice().settings.set(KEY, choice);
  }
}

export const hitPoints = new ChosenHitPoints();
