import { z } from "zod";
import { ROLES, type Role } from "#kernel/actor";
import { ADDRESS_FIELDS, type Address, inItsCountry } from "#kernel/address";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { defineEvent } from "#kernel/events";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";

/** What somebody is called on letters and parcels. */
export const PersonName = Line(200);

/** Where checkouts begin: at most one address of a book for each. */
const Defaults = {
  isDefaultShipping: z.boolean().optional(),
  isDefaultBilling: z.boolean().optional(),
};

/** An address for an address book. The first one of a book is both defaults unless it says otherwise. */
export const NewAddress = inItsCountry(z.strictObject({ ...ADDRESS_FIELDS, ...Defaults }));
export type NewAddress = z.infer<typeof NewAddress>;

/**
 * A change of an address: an omitted field stays, null clears an optional one. The result must satisfy
 * the rules of its country.
 */
export const AddressPatch = z.strictObject({
  ...z.object(ADDRESS_FIELDS).partial().shape,
  ...Defaults,
  line2: Line(200).nullable().optional(),
  city: Line(100).nullable().optional(),
  region: Line(100).nullable().optional(),
  postalCode: Line(20).nullable().optional(),
  phone: Line(40).nullable().optional(),
});
export type AddressPatch = z.infer<typeof AddressPatch>;

/** An address in an address book. */
export type AddressView = {
  id: string;
  isDefaultShipping: boolean;
  isDefaultBilling: boolean;
} & Address;

/** A change of what an account says about its owner; what is left out stays. */
export const ProfilePatch = z.strictObject({ name: PersonName.optional() });
export type ProfilePatch = z.infer<typeof ProfilePatch>;

/** What people can consent to, each by itself. */
export const CONSENT_PURPOSES = ["marketing", "analytics"] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** What is said about some purposes or all; what is left out stays as it was said before. */
export const Consents = z.strictObject({
  marketing: z.boolean().optional(),
  analytics: z.boolean().optional(),
  /** Where it was said: a page or a form of the storefront. */
  source: Line(100),
});
export type Consents = z.infer<typeof Consents>;

/** What somebody has said about a purpose. */
export interface ConsentView {
  purpose: ConsentPurpose;
  granted: boolean;
  source: string;
  /** RFC 3339. */
  at: string;
}
/** The same as it stands; not granted, and no source and time, where nothing was ever said. */
export type ConsentState = Omit<ConsentView, "source" | "at"> & {
  source: string | null;
  at: string | null;
};

/** How the account's owner sees it. */
export interface UserView {
  id: string;
  email: string;
  name: string;
  emailVerified: boolean;
  roles: string[];
  createdAt: string;
  updatedAt: string;
}

/** What a session is carried by. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token ends. */
  expiresIn: number;
}

/** Why a link or a code was sent. */
export const CHALLENGE_PURPOSES = [
  "verify_email",
  "reset_password",
  "change_email",
  "sign_in",
] as const;
export type ChallengePurpose = (typeof CHALLENGE_PURPOSES)[number];

/** What a mail about a challenge says. Its secret is derived for each try and stored nowhere. */
export interface ChallengeMail {
  purpose: ChallengePurpose;
  /** Where it goes: of a change of address, the new one. */
  email: string;
  /** Null until the account's address is proved: a stranger's inbox is no place for words of somebody else. */
  name: string | null;
  /** Of a change of address, the one before, which is told as well. */
  formerEmail: string | null;
  /** A link's token; of `sign_in`, the six digits. */
  secret: string;
  /** RFC 3339. */
  expiresAt: string;
}

/** An act of staff, to be written down before it has any effect. */
export interface StaffAct {
  userId: string;
  sessionId: string;
  /** The least role that the route asks for. */
  role: "staff" | "admin";
  /** Method and path, without the query. */
  act: string;
  /** Method and prefix of the route: a refused act is written down as this, once an hour with a count. */
  area: string;
  /** Whether it is written down. */
  recorded: boolean;
}

/** A session in the list of one's own. */
export interface SessionView {
  id: string;
  /** What its device said of itself when it signed in. */
  device: string | null;
  /** The one that asks. */
  current: boolean;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
}

/** Public keys (RFC 7517) with which access tokens are verified. */
export interface Jwks {
  keys: Record<string, unknown>[];
}

/** Issuer and audience of every access token; typ is `at+jwt` (RFC 9068). */
export const TOKEN_ISSUER = "bodega";
export const TOKEN_AUDIENCE = "bodega-api";
/** How long an access token is good for, and so how long a session that has ended may still be seen. */
export const ACCESS_TTL_SECONDS = 5 * 60;

/** Whom to write to. Only the notifications Worker asks. */
export interface Contact {
  userId: string;
  email: string;
  /** Null until the address is proved. */
  name: string | null;
}

/** Whom to tell that their account is gone. */
export interface Farewell {
  email: string;
}

/** An entry of the audit, as admins read it. */
export interface AuditEntryView {
  id: string;
  at: string;
  /** Null for somebody who was not signed in. */
  actorId: string | null;
  /** Such as `sign_in.failed`, or the method and path of an act of staff. */
  act: string;
  subject: string | null;
  /** What an act of staff was answered with, where that was learnt. */
  status: number | null;
  requestId: string;
  /** How many equal acts of an hour the entry stands for; `at` and `requestId` are of the first one. */
  count: number;
}

/** A customer as staff see them; staff among themselves look the same. */
export interface CustomerView extends UserView {
  disabledAt: string | null;
}

/** The roles that an account is to have, in place of the ones it has. */
export const RolesPatch = z.strictObject({
  roles: z
    .array(z.enum(ROLES))
    .min(1)
    .max(ROLES.length)
    .refine((roles) => new Set(roles).size === roles.length, "must not repeat"),
});

/** Staff who were let in. */
export interface StaffAdmission {
  /** Null where the act was not to be written down. */
  auditId: string | null;
  /** As the account has them now. */
  roles: Role[];
}

/** How an account that acts stands. */
export interface Standing {
  /** Whether the session goes on. */
  live: boolean;
  /** Whether the account's address is proved; false without such a session. */
  proved: boolean;
}

/** What other Workers ask of accounts. */
export interface UsersRpc extends ServiceRpc {
  /** The current and the next public key. Touches no database. */
  jwks(trace: Trace): Promise<Jwks>;
  /** Null for an unknown user. */
  contact(userId: string, trace: Trace): Promise<Contact | null>;
  /** What to write for a challenge; null when it is used, over or gone. Only notifications ask. */
  challengeMail(challengeId: string, trace: Trace): Promise<ChallengeMail | null>;
  /** Where an erased account's last mail goes; null once it was sent, or a day later. Only notifications ask. */
  farewell(userId: string, trace: Trace): Promise<Farewell | null>;
  /** That mail is out: the address is forgotten. */
  farewellSaid(userId: string, trace: Trace): Promise<void>;
  /** How a session and its account stand right now, for what an access token alone must not decide. */
  standing(userId: string, sessionId: string, trace: Trace): Promise<Standing>;
  /**
   * Permits an export of personal data, and records it: an audit row and a mail to the account's owner.
   * Returns the rate limit headers of the answer.
   * @throws 401 `unauthenticated`, 401 `step_up_required`, 429 `rate_limited`
   */
  beginExport(userId: string, sessionId: string, trace: Trace): Promise<Record<string, string>>;
  /**
   * Lets staff act: their session goes on, their account has the role now, and the act is written down.
   * @throws 401 `unauthenticated`, 403 `forbidden`; either is written down as well
   */
  admit(act: StaffAct, trace: Trace): Promise<StaffAdmission>;
  /** What an act that was written down was answered with. */
  noted(auditId: string, status: number, trace: Trace): Promise<void>;
}

const AboutUser = z.object({ userId: Id("user") });
const AboutChallenge = AboutUser.extend({ challengeId: Id("challenge") });

/** Fired once, when an account has come to be. */
export const userRegistered = defineEvent("user.registered", AboutUser, ["notifications"]);
/** A link is to be sent that proves an address. */
export const verificationRequested = defineEvent("user.verification_requested", AboutChallenge, [
  "notifications",
]);
/** An address was proved by its link. Nobody has to act on it. */
export const emailVerified = defineEvent("user.email_verified", AboutUser, []);
/** A link to a new password is to be sent. */
export const passwordResetRequested = defineEvent("user.password_reset_requested", AboutChallenge, [
  "notifications",
]);
/** A password was changed or reset: its owner is told. */
export const passwordChanged = defineEvent("user.password_changed", AboutUser, ["notifications"]);
/** The new address gets a link, the one before a notice. */
export const emailChangeRequested = defineEvent("user.email_change_requested", AboutChallenge, [
  "notifications",
]);
/** Both addresses are told; the challenge knows them. */
export const emailChanged = defineEvent("user.email_changed", AboutChallenge, ["notifications"]);
/** Six digits are to be sent. */
export const signInCodeRequested = defineEvent("user.sign_in_code_requested", AboutChallenge, [
  "notifications",
]);
/** A refresh token was used twice by two: its session has ended, its owner is told. */
export const refreshReused = defineEvent(
  "user.refresh_reused",
  AboutUser.extend({ sessionId: Id("session") }),
  ["notifications"],
);
/** A second step was switched on or off, or its recovery codes are new: the owner is told. */
export const secondFactorsChanged = defineEvent("user.second_factors_changed", AboutUser, [
  "notifications",
]);
/** An admin has shut the account: its owner is told. */
export const userDisabled = defineEvent("user.disabled", AboutUser, ["notifications"]);
/** An admin has opened the account again: its owner is told. */
export const userEnabled = defineEvent("user.enabled", AboutUser, ["notifications"]);
/** The account may do more or less than before: its owner is told. */
export const rolesChanged = defineEvent("user.roles_changed", AboutUser, ["notifications"]);
/** An export of an account's personal data was permitted: the account's owner gets a mail. */
export const dataExported = defineEvent("user.data_exported", AboutUser, ["notifications"]);
/** Somebody has consented to a purpose, or no longer does. */
export const consentChanged = defineEvent(
  "user.consent_changed",
  AboutUser.extend({ purpose: z.enum(CONSENT_PURPOSES), granted: z.boolean() }),
  [],
);
/** The account is gone; whoever keeps something about it forgets the person, who gets a last mail. */
export const userErased = defineEvent("user.erased", AboutUser, [
  "orders",
  "cart",
  "notifications",
]);

/** Every event of this Worker. */
export const EVENTS = [
  userRegistered,
  verificationRequested,
  emailVerified,
  passwordResetRequested,
  passwordChanged,
  emailChangeRequested,
  emailChanged,
  signInCodeRequested,
  refreshReused,
  secondFactorsChanged,
  userDisabled,
  userEnabled,
  rolesChanged,
  dataExported,
  consentChanged,
  userErased,
];
