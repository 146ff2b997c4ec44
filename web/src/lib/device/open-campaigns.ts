// Which campaigns are open in a tab of this browser. Where the browser has no locks nobody knows, and nothing is held back.

const lockManager = (): LockManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);
const nameOf = (campaignId: string): string => `emberkeep-open:${campaignId}`;

/** Marks a campaign as open in this tab. Call what it gives once it is closed. */
export const holdOpen = (campaignId: string): (() => Promise<void>) => {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const held = lockManager()
    ?.request(nameOf(campaignId), { mode: 'shared' }, () => ended)
    .catch(() => undefined); // As where the browser has no locks.
  return async () => {
    end();
    await held;
  };
};

/** How many tabs of this browser have the campaign open, this one included. */
export const countOpen = async (campaignId: string): Promise<number> => {
  const locks = await lockManager()?.query();
  return (locks?.held ?? []).filter(({ name }) => name === nameOf(campaignId)).length;
};
