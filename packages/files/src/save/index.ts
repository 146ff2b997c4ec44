// The campaign file: writing it, reading it, and its way from and to records. An entry of its own: the app loads it
// only to save and to open.
export { writeCampaignFile } from './write-save.ts';
export {
  isNoCampaignFile,
  missingSections,
  readCampaignFile,
  type CampaignFileReading,
  type SectionState,
} from './read-save.ts';
export { campaignFileOf, type SaveWithSources } from './save-of-records.ts';
export { recordsOfCampaignFile, wholeSave } from './records-of-save.ts';
export { withFreeNumbers } from '../free-session-numbers.ts';
export { withAnswers } from './answers.ts';
export { SAVE_SECTIONS, SAVE_SECTION_IDS, type CampaignFileData, type SaveSectionId } from './save-document.ts';
export { freeSaveName, campaignFileName } from './save-name.ts';
export { campaignJson } from '../campaign-json.ts';
