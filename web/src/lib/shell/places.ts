// The pages of a campaign that the rail, the overview and the palette lead to.
import BookOpen from '@lucide/svelte/icons/book-open';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import ChartPie from '@lucide/svelte/icons/chart-pie';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import CircleUser from '@lucide/svelte/icons/circle-user';
import Dices from '@lucide/svelte/icons/dices';
import Eye from '@lucide/svelte/icons/eye';
import FolderSync from '@lucide/svelte/icons/folder-sync';
import GitCommit from '@lucide/svelte/icons/git-commit-horizontal';
import MapIcon from '@lucide/svelte/icons/map-pinned';
import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import Library from '@lucide/svelte/icons/library';
import Mail from '@lucide/svelte/icons/mail';
import Scroll from '@lucide/svelte/icons/scroll-text';
import Search from '@lucide/svelte/icons/search';
import Moon from '@lucide/svelte/icons/moon';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import Scale from '@lucide/svelte/icons/scale';
import Settings from '@lucide/svelte/icons/settings';
import Target from '@lucide/svelte/icons/target';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Handshake from '@lucide/svelte/icons/handshake';
import Waypoints from '@lucide/svelte/icons/waypoints';
import Users from '@lucide/svelte/icons/users';
import { m } from '#messages';

/** What the places of the rail are for, in its order. */
export const PLACE_GROUPS = ['table', 'world', 'story', 'share'] as const;
export type PlaceGroup = (typeof PLACE_GROUPS)[number];

export interface Place {
  label: string;
  href: string;
  icon: typeof BookOpen;
  group: PlaceGroup;
  /** The kind of record that is created there, for the palette. */
  makes?: string;
  /** Words that find it in the palette, and are not shown. */
  terms?: string;
}

/** Every page, in order. `base` is `/campaigns/<id>`. */
export const placesOf = (base: string): Place[] => [
  { label: m.shell_places_overview(), href: base, icon: BookOpen, group: 'table' },
  { label: m.shell_places_search(), href: `${base}/search`, icon: Search, group: 'table' },
  { label: m.shell_places_sessions(), href: `${base}/sessions`, icon: CalendarDays, group: 'table' },
  {
    label: m.shell_places_players(),
    href: `${base}/people`,
    icon: CircleUser,
    terms: m.shell_places_attendance_people(),
    makes: 'player',
    group: 'table',
  },
  { label: m.shell_places_rules(), href: `${base}/rules`, icon: Scale, group: 'table' },
  { label: m.shell_places_entities(), href: `${base}/entities`, icon: Users, group: 'world' },
  { label: m.shell_places_relationships(), href: `${base}/graph`, icon: Handshake, group: 'world' },
  { label: m.shell_places_investigation_map(), href: `${base}/map`, icon: Waypoints, group: 'world' },
  { label: m.shell_places_maps(), href: `${base}/maps`, icon: MapIcon, makes: 'map', group: 'world' },
  { label: m.shell_places_timeline(), href: `${base}/timeline`, icon: GitCommit, group: 'world' },
  { label: m.shell_places_calendar(), href: `${base}/calendar`, icon: Moon, makes: 'calendarEntry', group: 'world' },
  {
    label: m.shell_places_recap(),
    href: `${base}/previously`,
    icon: Scroll,
    terms: m.shell_places_previously_on(),
    group: 'story',
  },
  { label: m.shell_places_clocks(), href: `${base}/clocks`, icon: ChartPie, makes: 'clock', group: 'story' },
  { label: m.shell_places_goals(), href: `${base}/goals`, icon: Target, makes: 'goal', group: 'story' },
  { label: m.shell_places_notebook(), href: `${base}/notebook`, icon: NotebookPen, makes: 'hook', group: 'story' },
  { label: m.shell_places_handouts(), href: `${base}/handouts`, icon: Mail, makes: 'handout', group: 'story' },
  { label: m.shell_places_tables(), href: `${base}/tables`, icon: Dices, group: 'story' },
  {
    label: m.shell_places_templates(),
    href: `${base}/templates`,
    icon: LayoutTemplate,
    makes: 'template',
    group: 'story',
  },
  { label: m.shell_places_chapters(), href: `${base}/chapters`, icon: Library, makes: 'chapter', group: 'story' },
  { label: m.shell_places_analytics(), href: `${base}/analytics`, icon: ChartColumn, group: 'story' },
  {
    label: m.shell_places_reports(),
    href: `${base}/questions`,
    icon: CircleHelp,
    terms: m.shell_places_questions_sql(),
    group: 'story',
  },
  {
    label: m.shell_places_player_view(),
    href: `${base}/players`,
    icon: Eye,
    terms: m.shell_places_share_with_players(),
    group: 'share',
  },
  {
    label: m.shell_places_import_export(),
    href: `${base}/files`,
    icon: FolderSync,
    terms: m.shell_places_bring_in_files(),
    group: 'share',
  },
  {
    label: m.shell_places_trash(),
    href: `${base}/deleted`,
    icon: Trash2,
    terms: m.shell_places_deleted_bring_back(),
    group: 'share',
  },
  { label: m.shell_places_settings(), href: `${base}/settings`, icon: Settings, group: 'share' },
];

/** True where a path belongs to this page. */
export const isHere = (place: Place, base: string, path: string): boolean =>
  path === place.href || (place.href !== base && path.startsWith(`${place.href}/`));
