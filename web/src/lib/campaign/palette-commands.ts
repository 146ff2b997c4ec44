// What the palette lists for a campaign: names, sessions, actions, what can be created, and passages of the text.
import { goto } from '$app/navigation';
import {
  dayWords,
  CHAPTER,
  CLOCK,
  entityTypeLabel,
  GOAL,
  HANDOUT,
  HOOK,
  isEndPhrase,
  MAP,
  matchesWords,
  NEW_NAME_TYPES,
  PLAYER,
  RANDOM_TABLE,
  sessionLabel,
  type EntityType,
} from '@emberkeep/domain';
import { createRecord, createSession, type Spec } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { rankEntities } from '#lib/records/rank-entities.ts';
import { matchingActions, type PaletteRow } from '#lib/palette/palette-row.ts';
import { showDone } from '#lib/records/command-feedback.ts';
import { placesOf, type Place } from '#lib/shell/places.ts';
import { goToNewSession } from '#lib/session-stages/go-to-new-session.ts';
import { SESSION_PAGES } from '#lib/session-stages/stage-routes.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';
import type { CampaignDialogs } from './campaign-dialogs.svelte.ts';
import { deskPath, playingSession, sessionIdIn } from './session-paths.ts';

export interface PaletteContext {
  campaign: OpenCampaign;
  /** `/campaigns/<id>`. */
  base: string;
  /** The URL of the page on screen, without the origin. */
  path: string;
  /** The URLs that were on screen, newest first; the first is the page itself. */
  recentPaths: readonly string[];
  dialogs: CampaignDialogs;
  /** Creates an entity and gives its id; null when the name is refused. */
  createEntity(name: string, entityType: EntityType): string | null;
  /** Shows an entity beside what is on screen, or on its page. */
  openEntity(entityId: string): void;
  backup(): void;
}

const MOST_RECENT = 6;
const MOST_ENTITIES = 8;
const MOST_SESSIONS = 5;

/** What can be created from anywhere besides entities and sessions, and the page that then shows it. */
const MAKEABLE: readonly { spec: Spec; page: string }[] = [
  { spec: CLOCK, page: 'clocks' },
  { spec: GOAL, page: 'goals' },
  { spec: HANDOUT, page: 'handouts' },
  { spec: MAP, page: 'maps' },
  { spec: HOOK, page: 'notebook' },
  { spec: PLAYER, page: 'people' },
  { spec: RANDOM_TABLE, page: 'tables' },
];

/** `terms` are words that find it besides its label. */
const action = (id: string, label: string, run: () => void, terms = ''): PaletteRow => ({
  id,
  group: m.campaign_paletteCommands_actions(),
  label,
  terms,
  icon: 'action',
  run,
});

const entityRow = (
  { campaign, openEntity }: PaletteContext,
  entityId: string,
  group: string,
  via: string | null = null,
): PaletteRow | null => {
  const entity = campaign.live.entity(entityId);
  if (!entity) return null;
  return {
    id: `${group}-${entityId}`,
    group,
    label: entity.name,
    hint: via ?? entityTypeLabel(entity.entityType),
    icon: 'entity',
    entityType: entity.entityType,
    run: () => openEntity(entityId),
  };
};

const sessionRows = ({ campaign, base }: PaletteContext): PaletteRow[] =>
  campaign.live.sessions.map((session) => ({
    id: `session-${session.id}`,
    group: m.campaign_paletteCommands_sessions(),
    label: sessionLabel(session),
    hint: dayWords(session.date),
    icon: 'session',
    run: () => void goto(`${base}/sessions/${session.id}`),
  }));

const createNewSession = async ({ campaign }: PaletteContext): Promise<void> => {
  const created = createSession(campaign.docs);
  if (created.ok) await goToNewSession(campaign.id, created.value);
  else toasts.show(sentenceFor(created.error));
};

const endSession = ({ campaign, path, dialogs }: PaletteContext): void => {
  dialogs.ending = playingSession(campaign.live, path);
};

/** The session that is played can end; otherwise the campaign file is what "save game" means (M-208, M-209). */
const endRow = (context: PaletteContext): PaletteRow =>
  action(
    'end-session',
    playingSession(context.campaign.live, context.path) === null
      ? m.campaign_paletteCommands_export_campaign_file()
      : m.campaign_paletteCommands_end_session(),
    () => endSession(context),
    m.campaign_paletteCommands_save_game(),
  );

/** Opens a page with the caret in the field that creates a record of this kind. */
const goToNew = async (href: string, kind: string): Promise<void> => {
  await goto(href);
  document.querySelector<HTMLElement>(`[data-new="${kind}"]`)?.focus();
};

/** Going to a page, and creating what is created there. */
const placeRows = ({ label, href, makes, terms }: Place): PaletteRow[] => [
  action(href, m.campaign_paletteCommands_go_to({ label }), () => void goto(href), terms),
  ...(makes
    ? [action(`new-${makes}`, m.campaign_paletteCommands_new_makes({ makes }), () => void goToNew(href, makes))]
    : []),
];

/** Rolling each random table. */
const tableRows = ({ campaign, dialogs }: PaletteContext): PaletteRow[] =>
  campaign.live
    .list(RANDOM_TABLE)
    .map(({ id, name }) =>
      action(`roll-table-${id}`, m.campaign_paletteCommands_roll_on_table({ name }), () => (dialogs.tableToRoll = id)),
    );

const actionRows = (context: PaletteContext): PaletteRow[] => {
  const { campaign, base, path, dialogs, backup } = context;
  const desks = SESSION_PAGES.flatMap(({ desk, label }) => {
    const href = desk && deskPath(campaign.live, path, base, desk);
    return href ? [action(`go-${desk}`, m.campaign_paletteCommands_go_to({ label }), () => void goto(href))] : [];
  });
  return [
    ...desks,
    action('new-session', m.campaign_paletteCommands_new_session(), () => void createNewSession(context)),
    action('new-entity', m.campaign_paletteCommands_new_entity(), () => dialogs.createEntity()),
    action('roll', m.campaign_paletteCommands_roll_dice(), () => (dialogs.isRolling = true)),
    ...tableRows(context),
    ...placesOf(base).flatMap(placeRows),
    endRow(context),
    action(
      'confirm-state',
      m.campaign_paletteCommands_confirm_current_situation(),
      () => (dialogs.isConfirmingState = true),
      m.campaign_paletteCommands_where_are_we(),
    ),
    action('backup', m.campaign_paletteCommands_back_up_campaign(), backup, m.campaign_paletteCommands_download_save()),
    action(
      'links',
      m.campaign_paletteCommands_broken_links(),
      () => void goto(`${base}/files?links`),
      m.campaign_paletteCommands_broken_links_terms(),
    ),
    action('keys', m.campaign_paletteCommands_keyboard_shortcuts(), () => (dialogs.isShowingShortcuts = true)),
    action(
      'campaign-settings',
      m.campaign_paletteCommands_campaign_settings(),
      () => void goto(`${base}/settings`),
      m.campaign_paletteCommands_invite_share_sync(),
    ),
    action(
      'settings',
      m.campaign_paletteCommands_app_settings(),
      () => void goto('/settings'),
      m.campaign_paletteCommands_storage_themes(),
    ),
  ];
};

/** The entity whose page a URL names; undefined where it names none. */
const entityIdIn = (path: string): string | undefined => /\/entities\/([\w-]+)$/.exec(path)?.[1];

/** Pages that were on screen before this one: the first row is the page before. */
const recentRows = (context: PaletteContext): PaletteRow[] => {
  const sessions = sessionRows(context);
  return context.recentPaths
    .slice(1)
    .flatMap((path) => {
      const entityId = entityIdIn(path);
      const row = entityId
        ? entityRow(context, entityId, m.campaign_paletteCommands_recent())
        : sessions.find((each) => each.id === `session-${sessionIdIn(path)}`);
      return row ? [{ ...row, id: `recent-${path}`, group: m.campaign_paletteCommands_recent() }] : [];
    })
    .slice(0, MOST_RECENT);
};

const createRows = (context: PaletteContext, name: string): PaletteRow[] => {
  const { campaign, createEntity, openEntity } = context;
  const isKnown = campaign.live.names.resolve(name).type !== 'missing';
  const entities = NEW_NAME_TYPES.map((type): PaletteRow => ({
    id: `create-${type}`,
    group: m.campaign_paletteCommands_create_as({ name }),
    label: m.campaign_paletteCommands_create_as_type({ name, entityTypeLabel: entityTypeLabel(type) }),
    chip: entityTypeLabel(type),
    icon: 'entity',
    entityType: type,
    run: () => {
      const entityId = createEntity(name, type);
      if (entityId) openEntity(entityId);
    },
  }));
  const others = MAKEABLE.map(({ spec, page }): PaletteRow => ({
    id: `create-${spec.kind}`,
    group: m.campaign_paletteCommands_create_as_group(),
    isLast: true,
    label: m.campaign_paletteCommands_create_label_name({ label: spec.label.toLowerCase(), name }),
    icon: 'create',
    run: () => createOther(context, spec, page, name),
  }));
  return isKnown ? others : [...entities, ...others];
};

const createOther = ({ campaign, base }: PaletteContext, spec: Spec, page: string, name: string): void => {
  const { docs } = campaign;
  const created = createRecord(docs, docs.ledger, spec, { [spec.title]: name });
  if (showDone(docs, created, m.campaign_paletteCommands_created_name({ name }))) void goto(`${base}/${page}`);
};

/** Rows for what was typed, in the order they are shown. */
export const paletteRows = (context: PaletteContext, query: string): PaletteRow[] => {
  const { campaign } = context;
  const actions = matchingActions(actionRows(context), query);
  // The phrases that end a session, typed as they are said (M-208, M-209).
  if (isEndPhrase(query)) return [endRow(context), ...actions.filter((row) => row.id !== 'end-session')];
  const name = query.trim();
  if (name === '') return [...recentRows(context), ...actions];
  const entities = rankEntities(campaign.live.entities, query, MOST_ENTITIES).flatMap(
    ({ entity, via }) => entityRow(context, entity.id, m.campaign_paletteCommands_entities(), via) ?? [],
  );
  const sessions = sessionRows(context)
    .filter((row) => matchesWords(row.label, query))
    .slice(0, MOST_SESSIONS);
  return [...entities, ...sessions, ...actions, ...createRows(context, name)];
};

/** Passages of the text, shown below the names: the first results of the search page. */
export const palettePassages = async (
  { campaign, base, openEntity }: PaletteContext,
  query: string,
): Promise<PaletteRow[]> => {
  const { live, search } = campaign;
  const [{ passageRows }, index] = await Promise.all([import('#lib/search/palette-passages.ts'), search.open()]);
  const found = await passageRows(index, query, {
    base,
    session: (id) => live.session(id),
    entity: (id) => live.entity(id),
    chapter: (id) => live.one(CHAPTER, id),
  });
  return found.map(({ href, ...row }) => ({
    ...row,
    group: m.campaign_paletteCommands_in_the_text(),
    icon: 'text',
    run: () => {
      const entityId = entityIdIn(href);
      if (entityId) openEntity(entityId);
      else void goto(href);
    },
  }));
};
