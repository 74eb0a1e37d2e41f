import { z } from "zod";
import { ROLES } from "#kernel/actor";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";
import type { ApiKeyState } from "#users/api-keys/api-keys.contract";
import type { ApiKeyAct, StaffAct, StaffAdmission } from "#users/audit/audit.contract";

/** The name of a person on letters and parcels. */
export const PersonName = Line(200);

/** A change of the profile. Omitted fields stay unchanged. */
export const ProfilePatch = z.strictObject({ name: PersonName.optional() });
export type ProfilePatch = z.infer<typeof ProfilePatch>;

/** The purposes that a person can consent to separately. */
export const CONSENT_PURPOSES = ["marketing", "analytics"] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** A change of consents. The consents of omitted purposes stay unchanged. */
export const Consents = z.strictObject({
  marketing: z.boolean().optional(),
  analytics: z.boolean().optional(),
  /** The page or form of the storefront where the consent was given. */
  source: Line(100),
});
export type Consents = z.infer<typeof Consents>;

/** A change of one consent. */
export const ConsentView = z
  .strictObject({
    purpose: z.enum(CONSENT_PURPOSES),
    granted: z.boolean(),
    source: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: "ConsentChange" });
export type ConsentView = z.infer<typeof ConsentView>;
/** The current state of a consent for one purpose. Source and time are null before the first change. */
export const ConsentState = ConsentView.extend({
  source: z.string().nullable(),
  at: z.iso.datetime().nullable(),
}).meta({ id: "Consent" });
export type ConsentState = z.infer<typeof ConsentState>;

/** An account as its owner sees it. */
export const UserView = z
  .strictObject({
    id: Id("user"),
    email: z.string(),
    name: z.string(),
    emailVerified: z.boolean(),
    roles: z.array(z.enum(ROLES)),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Profile" });
export type UserView = z.infer<typeof UserView>;

/** The tokens of a session. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token expires. */
  expiresIn: number;
}

/** The purpose of a link or code that is sent by mail. */
export const CHALLENGE_PURPOSES = [
  "verify_email",
  "reset_password",
  "change_email",
  "sign_in",
] as const;
export type ChallengePurpose = (typeof CHALLENGE_PURPOSES)[number];

/** The data of a challenge's mail. The secret is derived for each delivery and stored nowhere. */
export interface ChallengeMail {
  purpose: ChallengePurpose;
  /** The recipient's e-mail address; for a change of address, the new one. */
  email: string;
  /** The recipient's name; null until the address is verified, so that it cannot carry a stranger's text. */
  name: string | null;
  /** For a change of address: the previous address, which gets a notice. */
  formerEmail: string | null;
  /** The token of a link, or the six digits of `sign_in`. */
  secret: string;
  /** The time at which the link or code expires, in RFC 3339. */
  expiresAt: string;
}

/** A session in the list of its account. */
export const SessionView = z
  .strictObject({
    id: Id("session"),
    device: z.string().nullable().describe("The User-Agent of the sign-in, shortened."),
    current: z.boolean().describe("True for the session of this request."),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof SessionView>;

/** Public keys (RFC 7517) that verify access tokens. */
export interface Jwks {
  keys: Record<string, unknown>[];
}

/** Issuer and audience of every access token, whose type is `at+jwt` (RFC 9068). */
export const TOKEN_ISSUER = "bodega";
export const TOKEN_AUDIENCE = "bodega-api";
/** Lifetime of an access token, which is also the longest time for which it outlives its session. */
export const ACCESS_TTL_SECONDS = 5 * 60;

/** The recipient of mails to an account. Only the notifications Worker reads it. */
export interface Contact {
  userId: string;
  email: string;
  /** The account's name; null until the address is verified. */
  name: string | null;
}

/** The recipient of an erasure notice. */
export interface ErasureNotice {
  email: string;
}

/** The account of a customer or a member of staff, as staff see it. */
export const CustomerView = UserView.extend({ disabledAt: z.iso.datetime().nullable() }).meta({
  id: "Customer",
});
export type CustomerView = z.infer<typeof CustomerView>;

/** The new roles of an account. They replace all its roles. */
export const RolesPatch = z.strictObject({
  roles: z
    .array(z.enum(ROLES))
    .min(1)
    .max(ROLES.length)
    .refine((roles) => new Set(roles).size === roles.length, {
      error: "must not repeat a role",
      params: { code: "duplicate" },
    }),
});

/** The state of a session and its account. */
export interface SessionState {
  /** True if the session is active. */
  isActive: boolean;
  /** True if the session is active and the account's e-mail address is verified. */
  isVerified: boolean;
}

/** The RPC methods with which other Workers read accounts and sessions. */
export interface UsersRpc extends ServiceRpc {
  /** Returns the current and the next public key, without a database call. */
  jwks(trace: Trace): Promise<Jwks>;
  /** Returns the recipient of mails to an account, or null if the account is unknown. */
  contact(userId: string, trace: Trace): Promise<Contact | null>;
  /** For the notifications Worker: returns a challenge's mail data, or null if the challenge has ended. */
  challengeMail(challengeId: string, trace: Trace): Promise<ChallengeMail | null>;
  /** For the notifications Worker: returns the recipient of an erasure notice; null when sent or after a day. */
  erasureNotice(userId: string, trace: Trace): Promise<ErasureNotice | null>;
  /** Records that the erasure notice was sent, and deletes the e-mail address. */
  erasureNoticeSent(userId: string, trace: Trace): Promise<void>;
  /** Returns the current state of a session and its account. An access token may outlive both. */
  sessionState(userId: string, sessionId: string, trace: Trace): Promise<SessionState>;
  /**
   * Permits an export of personal data. Records the export in the audit log and mails the account's owner.
   * Returns the rate-limit headers for the answer.
   * @throws 401 `unauthenticated`, 401 `step_up_required`, 429 `rate_limited`
   */
  beginExport(userId: string, sessionId: string, trace: Trace): Promise<Record<string, string>>;
  /**
   * Admits staff whose session is active and whose account has the role now, and records the act.
   * @throws 401 `unauthenticated`, 403 `forbidden`; both refusals are recorded
   */
  admit(act: StaffAct, trace: Trace): Promise<StaffAdmission>;
  /** Returns an active API key by its hash, or null for one that is unknown or revoked. */
  apiKey(hash: string, trace: Trace): Promise<ApiKeyState | null>;
  /**
   * Admits an API key to a route of staff, and records the act. Returns the id of its audit entry.
   * @throws 401 `unauthenticated` for a revoked key, 403 `forbidden` for a public one; both are recorded
   */
  admitKey(act: ApiKeyAct, trace: Trace): Promise<string>;
  /** Records the HTTP status of the answer to an act. */
  noted(auditId: string, status: number, trace: Trace): Promise<void>;
}

const AboutUser = z.object({ userId: Id("user") });
const AboutChallenge = AboutUser.extend({ challengeId: Id("challenge") });

/** Occurs once, when an account is registered. */
export const userRegistered = defineEvent("user.registered", AboutUser, ["notifications"]);
/** Occurs when a link that verifies an e-mail address is requested. */
export const verificationRequested = defineEvent("user.verification_requested", AboutChallenge, [
  "notifications",
]);
/** Occurs when an e-mail address is verified by its link. Has no handler. */
export const emailVerified = defineEvent("user.email_verified", AboutUser, []);
/** Occurs when a link that resets the password is requested. */
export const passwordResetRequested = defineEvent("user.password_reset_requested", AboutChallenge, [
  "notifications",
]);
/** Occurs when a password is changed or reset. Mails the owner. */
export const passwordChanged = defineEvent("user.password_changed", AboutUser, ["notifications"]);
/** Occurs when a change of e-mail address is requested. Mails the new address a link, the old one a notice. */
export const emailChangeRequested = defineEvent("user.email_change_requested", AboutChallenge, [
  "notifications",
]);
/** Occurs when an e-mail address was changed. Mails both addresses, which are stored in the challenge. */
export const emailChanged = defineEvent("user.email_changed", AboutChallenge, ["notifications"]);
/** Occurs when a sign-in requires a code by mail. */
export const signInCodeRequested = defineEvent("user.sign_in_code_requested", AboutChallenge, [
  "notifications",
]);
/** Occurs when a session ends because two parties have used one refresh token. Mails the account's owner. */
export const refreshReused = defineEvent(
  "user.refresh_reused",
  AboutUser.extend({ sessionId: Id("session") }),
  ["notifications"],
);
/** Occurs when a second factor is enabled or disabled, or recovery codes are replaced. Mails the owner. */
export const secondFactorsChanged = defineEvent("user.second_factors_changed", AboutUser, [
  "notifications",
]);
/** Occurs when an admin disables an account. Mails the owner. */
export const userDisabled = defineEvent("user.disabled", AboutUser, ["notifications"]);
/** Occurs when an admin enables an account. Mails the owner. */
export const userEnabled = defineEvent("user.enabled", AboutUser, ["notifications"]);
/** Occurs when the roles of an account change. Mails the owner. */
export const rolesChanged = defineEvent("user.roles_changed", AboutUser, ["notifications"]);
/** Occurs when an export of personal data is permitted. Mails the owner. */
export const dataExported = defineEvent("user.data_exported", AboutUser, ["notifications"]);
/** Occurs when a consent is given or withdrawn. */
export const consentChanged = defineEvent(
  "user.consent_changed",
  AboutUser.extend({ purpose: z.enum(CONSENT_PURPOSES), granted: z.boolean() }),
  [],
);
/** Occurs when an account is erased. Handlers delete the person's data and send the erasure notice. */
export const userErased = defineEvent("user.erased", AboutUser, [
  "orders",
  "cart",
  "notifications",
]);

/** All events that the users Worker announces. */
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
