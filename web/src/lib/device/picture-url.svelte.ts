// The address of a picture that is stored on this device, for an <img>.
import { getDevice } from './device.svelte.ts';
import { readPicture } from './pictures.ts';

/**
 * Call while a component is initialized. `hash` gives '' for no picture. `current` is null until the picture was read,
 * and while it is not on this device. `isRead` once the disk has answered. `arrivals` counts the pictures that came since:
 * each may be this one.
 */
export const pictureUrl = (
  hash: () => string,
  arrivals: () => number = () => 0,
): { readonly current: string | null; readonly isRead: boolean } => {
  const { db } = getDevice();
  let url: string | null = $state(null);
  let isRead = $state(false);
  $effect(() => {
    const wanted = hash();
    void arrivals();
    let isGone = false;
    if (wanted)
      void readPicture(db, wanted).then((blob) => {
        if (isGone) return;
        url = blob && URL.createObjectURL(blob);
        isRead = true;
      });
    else {
      url = null;
      isRead = true;
    }
    return () => (isGone = true);
  });
  $effect(() => {
    const made = url;
    return () => {
      if (made) URL.revokeObjectURL(made);
    };
  });
  return {
    get current() {
      return url;
    },
    get isRead() {
      return isRead;
    },
  };
};
