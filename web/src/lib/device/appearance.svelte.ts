// The theme and text size that the GM chose on this device.
import type { DeviceSettings } from './device-settings.ts';

export type Theme = 'day' | 'dusk' | 'table';
export const THEMES: readonly Theme[] = ['day', 'dusk', 'table'];

/** Pixels. */
const SMALLEST_TEXT = 14;
const LARGEST_TEXT = 22;

export class Appearance {
  theme: Theme = $state('dusk');
  /** Root font size in pixels. */
  textSize: number = $state(16);

  constructor(private readonly settings: DeviceSettings) {}

  async load(): Promise<void> {
    const theme = await this.settings.get<Theme>('theme');
    if (theme && THEMES.includes(theme)) this.theme = theme;
    const textSize = await this.settings.get('textSize');
    if (typeof textSize === 'number' && textSize >= SMALLEST_TEXT && textSize <= LARGEST_TEXT) this.textSize = textSize;
  }

  async setTheme(theme: Theme): Promise<void> {
    this.theme = theme;
    try {
      // app.html reads this before the first paint, before the database is open.
      localStorage.setItem('emberkeep-theme', theme);
    } catch {
      // Without access to storage, the first paint uses the default theme.
    }
    await this.settings.set('theme', theme);
  }

  async setTextSize(size: number): Promise<void> {
    this.textSize = size;
    await this.settings.set('textSize', size);
  }
}
