// Passes a file to the person: the share sheet on tablets that have one, a download elsewhere. A plain download and
// not a save dialog: when the disk is full, one tap must be enough.

const isTablet = (): boolean =>
  /iPad|iPhone/.test(navigator.userAgent) || (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1);

/** A file name that every system accepts; `otherwise` where nothing of the words is left. */
export const fileNameOf = (words: string, otherwise: string): string =>
  words
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .slice(0, 60)
    .trim() || otherwise;

/** Resolves false when the person closed the share sheet. */
export const saveFile = async (
  name: string,
  content: string | Uint8Array,
  type = 'application/json',
): Promise<boolean> => {
  const file = new File([content as BlobPart], name, { type });
  if (isTablet() && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return true;
    } catch (error) {
      if ((error as Error).name === 'AbortError') return false;
      // Browsers refuse sharing when the tap was too long ago: fall through to a download.
    }
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // The browser reads it after the click returns.
  return true;
};
