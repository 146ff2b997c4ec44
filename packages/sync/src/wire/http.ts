// The relay's HTTP interface as the relay and its clients share it: roles, grants, refusals, and the body of every
// request and response. Types and lists of codes only; each side validates what it receives.
import type { Head } from './messages.ts';

/** `owner` manages access, `co_gm` edits, `player` reads the player view and nothing else. */
export const ROLES = ['owner', 'co_gm', 'player'] as const;
export type Role = (typeof ROLES)[number];

/** `owner`: made when a campaign first connects. `invite`: a link or short code. `member`: a device that used one. */
export const GRANT_KINDS = ['owner', 'invite', 'member'] as const;
export type GrantKind = (typeof GRANT_KINDS)[number];

/** Who may bring a new campaign to a relay: anyone, anyone the operator approves, or no one. */
export const INVITE_MODES = ['open', 'approval', 'closed'] as const;
export type InviteMode = (typeof INVITE_MODES)[number];

/** One capability that the relay has granted; it never contains the secret. Times are Unix milliseconds. */
export interface Grant {
  id: string;
  campaignId: string;
  kind: GrantKind;
  role: Role;
  label: string;
  createdAt: number;
  revokedAt: number | null;
  expiresAt: number | null;
  /** Devices that an invite still admits; null for no limit. Older relays do not send it. */
  usesLeft?: number | null;
}

/**
 * Why a secret is not accepted. `NotLetIn`: unknown here. `Revoked`, `Expired`, `Deleted`: it was accepted once.
 * `Pending`, `Closed`: the relay's operator approves new campaigns, or takes none. `Moved`: the owner moved the campaign
 * to another relay, so nobody joins and no access changes here any more.
 */
export const ACCESS_REFUSALS = ['NotLetIn', 'Revoked', 'Expired', 'Deleted', 'Pending', 'Closed', 'Moved'] as const;
export type AccessRefusal = (typeof ACCESS_REFUSALS)[number];

/**
 * Why a request is not carried out although its secret may be good. `NotOwner` also answers a role that is too low;
 * `LastOwner`: the campaign would be left without an owner who has a recovery code.
 */
export const REQUEST_REFUSALS = ['NotOwner', 'TooMany', 'BadRequest', 'NoSuchGrant', 'NotFound', 'LastOwner'] as const;
export type RequestRefusal = (typeof REQUEST_REFUSALS)[number];

/** Why a picture is not stored. `WrongPlace`: the piece does not continue what the relay has. */
export const BLOB_REFUSALS = ['WrongPlace', 'TooLarge', 'QuotaFull', 'WrongHash', 'NotAPicture'] as const;
export type BlobRefusal = (typeof BLOB_REFUSALS)[number];

/** The relay's own failures: retry later. `Away`: its storage cannot be reached. */
export const SERVER_FAILURES = ['Internal', 'Away'] as const;
export type ServerFailure = (typeof SERVER_FAILURES)[number];

/** Every code that an error body can carry. */
export type RefusalCode = AccessRefusal | RequestRefusal | BlobRefusal | ServerFailure;

/** The HTTP status that goes with each code. */
export const REFUSAL_STATUS = {
  NotLetIn: 401,
  Revoked: 403,
  Expired: 410,
  Deleted: 410,
  Pending: 403,
  Closed: 403,
  Moved: 410,
  NotOwner: 403,
  TooMany: 429,
  BadRequest: 400,
  NoSuchGrant: 404,
  NotFound: 404,
  LastOwner: 409,
  WrongPlace: 409,
  TooLarge: 413,
  QuotaFull: 507,
  WrongHash: 422,
  NotAPicture: 422,
  Internal: 500,
  Away: 503,
} as const satisfies Record<RefusalCode, number>;

/** The body of a response with an error status. */
export interface RefusalResponse {
  error: RefusalCode;
  /** With `WrongPlace` only: how many bytes of the picture the relay has. */
  have?: number;
  /** With `Moved` and `Deleted`: the owner moved the campaign to the relay at this origin. */
  movedTo?: string;
}

/** Longest label of a grant or a campaign, characters. */
export const LABEL_MAX = 60;
/** Longest name from which a campaign's label can be made, characters. */
export const LABELLED_NAME_MAX = 1000;
/** Longest address of a relay, characters. */
export const ADDRESS_MAX = 200;
/** Most grants in a roster. */
export const ROSTER_MAX = 5000;
/** Longest life of an invite, hours: a leap year. */
export const INVITE_HOURS_MAX = 8784;
/** Most devices that one invite admits. */
export const INVITE_USES_MAX = 1000;
/** Largest picture, bytes. */
export const BLOB_MAX = 4 * 1024 * 1024;
/** Most pictures that one campaign can name. */
export const KEEP_MAX = 20_000;
/** Most pictures that players of a campaign can fetch at one time. */
export const SHOWN_BLOBS_MAX = 200;

/**
 * `codeByDevice`: a device that came by a recovery code can make a new one. `roster`: the routes below `/roster`,
 * `/refill` and `/moved`.
 */
export const RELAY_FEATURES = ['codeByDevice', 'roster'] as const;
export type RelayFeature = (typeof RELAY_FEATURES)[number];

/** `GET /config.json`: what an app may know of a relay before it has a secret. */
export interface RelayFacts {
  /** `Emberkeep` on every relay of ours; anything else is another server. */
  name: string;
  inviteMode: InviteMode;
  maxDocMb: number;
  isOpen: boolean;
  /** What this relay can do beyond the first one; missing on older relays. */
  features?: readonly RelayFeature[];
  /** Where people reach the relay; empty when its operator set none. */
  publicUrl: string;
  /** Of the relay's software; missing on older relays. */
  version?: string;
}

/** `PUT /api/campaigns/:id` and `GET /api/campaigns/:id/me`: what the caller's secret stands for here. */
export interface MembershipResponse {
  role: Role;
  grantId: string;
  /** The owner has moved the campaign to the relay at this origin. */
  movedTo?: string;
  /** Whether `GET /roster` answers the caller: an owner, or a co-GM whom the owner lets refill. Older relays leave it out. */
  mayReadRoster?: boolean;
}

/**
 * `POST /api/campaigns/:id/moved`: leaves or removes (null) the mark that the campaign has moved to the relay at this
 * origin. While it is there, every socket is refused with `CLOSE.moved`, and another origin as `Moved`.
 */
export interface MovedRequest {
  to: string | null;
}
export interface MovedResponse {
  movedTo: string | null;
}

/**
 * `PUT /api/campaigns/:id/label`, for owners, also while the campaign waits for the operator's approval: the operator reads
 * this beside the campaign's id. `PATCH` changes it only where there is one; `DELETE`, without a body, removes it.
 */
export interface CampaignLabelRequest {
  label: string;
}
/** Of these, and of `GET`; null: the operator sees the id alone. */
export interface CampaignLabelResponse {
  label: string | null;
}

/** A grant that a relay can be given again. `secretHash`: SHA-256 of its secret, as hex. */
export interface RosterEntry extends Omit<Grant, 'id' | 'campaignId' | 'usesLeft'> {
  secretHash: string;
  usesLeft: number | null;
}

/** `GET /api/campaigns/:id/roster`: for owners, and for co-GMs whom the owner lets refill. */
export interface RosterResponse {
  grants: RosterEntry[];
  gmsMayRefill: boolean;
}

/**
 * `POST /api/campaigns/:id/roster`, for owners: adds the grants that the relay does not know, and lets co-GMs refill or
 * not. Answers `RosterResponse`.
 */
export type RosterRequest = Partial<RosterResponse>;

/**
 * `POST /api/campaigns/:id/refill`, for an owner or co-GM of the roster, where nobody owns the campaign. Answers
 * `MembershipResponse`.
 */
export type RefillRequest = RosterResponse;

/** `POST /api/join`: redeems the invite whose secret is in the header. */
export interface JoinRequest {
  /** SHA-256 of the device's own secret, as hex. */
  memberHash: string;
  label?: string;
}
export interface JoinResponse extends MembershipResponse {
  campaignId: string;
}

/** `GET /api/campaigns/:id/heads`. */
export interface HeadsResponse {
  heads: Head[];
}

/** `GET /api/campaigns/:id/grants`; `you`: the id of the caller's own grant. */
export interface GrantsResponse {
  grants: Grant[];
  you: string;
}

/** `POST /api/campaigns/:id/invites`; without `hours` or `uses` there is no such limit. Answers `GrantResponse`. */
export interface InviteRequest {
  /** SHA-256 of the invite's secret, as hex: the secret itself never reaches the relay. */
  secretHash: string;
  role: Role;
  label?: string;
  hours?: number;
  uses?: number;
}

/** `PATCH /api/campaigns/:id/grants/:grantId`. Answers `GrantResponse`. */
export interface RenameGrantRequest {
  label: string;
}

/**
 * `POST /api/campaigns/:id/rotate`: replaces the owner's secret, which is the recovery code from then on. Answers
 * `GrantResponse`.
 */
export interface RotateSecretRequest {
  secretHash: string;
}

/** `POST /api/campaigns/:id/owner`: the device that becomes the owner. Answers `GrantResponse`. */
export interface TransferOwnershipRequest {
  grantId: string;
}

export interface GrantResponse {
  grant: Grant;
}

/** `POST /api/campaigns/:id/codes`: a short code to type, good for one device. */
export interface CodeRequest {
  role: Role;
}
export interface CodeResponse {
  code: string;
  /** Unix milliseconds. */
  expiresAt: number | null;
}

/** `DELETE /api/campaigns/:id`. */
export interface DeletedResponse {
  deleted: true;
}

/** `GET /api/campaigns/:id/blobs`; `hash`: SHA-256 of the picture, as hex; `bytes`: its size. */
export interface BlobInfo {
  hash: string;
  bytes: number;
}
export interface BlobsResponse {
  blobs: BlobInfo[];
}

/** `PUT /api/campaigns/:id/blobs/:hash` with a `content-range`; `have`: bytes that the relay has now. */
export interface BlobPieceResponse {
  isWhole: boolean;
  have: number;
}

/**
 * `PUT /api/campaigns/:id/blobs/shown`: every picture that players may fetch from now on, until the next such request.
 * Answered with the same body.
 */
export interface ShownBlobsRequest {
  hashes: string[];
}
export type ShownBlobsResponse = ShownBlobsRequest;

/** `POST /api/campaigns/:id/blobs/keep`: every picture that the campaign names now. */
export interface KeepBlobsRequest {
  hashes: string[];
}
export interface KeepBlobsResponse {
  kept: number;
}

/** A moment that the relay kept. `at`: Unix milliseconds; `rooms`: documents that had changed since the one before. */
export interface HistoryMoment {
  at: number;
  rooms: number;
}
/** `GET /api/campaigns/:id/history`, newest first; `days`: how far back the relay keeps moments, 0 for not at all. */
export interface HistoryResponse {
  moments: HistoryMoment[];
  days: number;
}
