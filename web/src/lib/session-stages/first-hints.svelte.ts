// The first campaign of a device has hints, until they were seen or skipped (see create-campaign.ts).
import { getDevice } from '#lib/device/device.svelte.ts';

/** Whether this campaign has them; `isOn` is false until the device has said so. */
export const firstHints = (campaignId: string): { readonly isOn: boolean } => {
  let isOn = $state(false);
  void getDevice()
    .settings.get<string>('hints')
    .then((shownFor) => (isOn = shownFor === campaignId));
  return {
    get isOn() {
      return isOn;
    },
  };
};
