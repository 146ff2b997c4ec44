// Owns handing a file to the person: the share sheet on tablets that have one, a download elsewhere.
import { fileSave } from 'browser-fs-access';

/** Resolves false when the person changed their mind. */
export const saveFile = async (name: string, text: string, type = 'application/json'): Promise<boolean> => {
  const blob = new Blob([text], { type });
  const file = new File([blob], name, { type });
  const isTablet = /iPad|iPhone/.test(navigator.userAgent) || (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1);
  try {
    if (isTablet && navigator.canShare?.({ files: [file] })) {
      await navigator.share({ files: [file] });
      return true;
    }
    await fileSave(blob, { fileName: name, extensions: [name.slice(name.lastIndexOf('.'))] });
    return true;
  } catch (error) {
    if ((error as Error).name === 'AbortError') return false;
    throw error;
  }
};
