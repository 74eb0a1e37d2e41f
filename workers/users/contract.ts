import * as z from "zod";
import { ROLES } from "#kernel/actor";
import { Phone } from "#kernel/address/phone";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";
import type { ApiKeyState } from "#users/api-keys/api-keys.contract";
import type { ApiKeyAct, StaffAct, StaffAdmission } from "#users/audit/audit.contract";
import { CONSENT_PURPOSES } from "#users/consent-purposes.contract";

/** The name of a person on letters and parcels. */
export const PersonName = Line(200);

/** A change of the profile. Omitted fields stay unchanged. */
export const ProfilePatch = z.strictObject({ name: PersonName.optional() });
export type ProfilePatch = z.infer<typeof ProfilePatch>;

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

/** Whether an account gets SMS. */
export const SmsPreferences = z
  .strictObject({
    smsOptIn: z
      .strictObject({
        phone: z.string().describe("In the form E.164."),
        since: z.iso.datetime(),
      })
      .nullable(),
  })
  .meta({ id: "NotificationPreferences" });
export type SmsPreferences = z.infer<typeof SmsPreferences>;

/** A JSON merge patch (RFC 7396) of the preferences. */
export const SmsPreferencesPatch = z.strictObject({
  smsOptIn: z
    .strictObject({ phone: Phone.describe("With its country code. It is stored in E.164.") })
    .nullable(),
});
export type SmsPreferencesPatch = z.infer<typeof SmsPreferencesPatch>;

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
  /** The phone of the account that gets SMS; null without a consent. */
  smsPhone: string | null;
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

/** The recipient of mails to an account. Only the notifications Worker reads it. */
export interface Contact {
  userId: string;
  email: string;
  /** The account's name; null until the address is verified. */
  name: string | null;
  /** The phone that gets SMS; null without a consent. */
  smsPhone: string | null;
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
  /** Ends the consents to SMS of all accounts with this phone, whose owner has answered STOP. */
  smsStopped(phone: string, trace: Trace): Promise<void>;
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
  /** Returns an active API key by its hash, or null for one that is unknown, revoked or
   * expired. */
  apiKey(hash: string, trace: Trace): Promise<ApiKeyState | null>;
  /**
   * Admits an API key to a route of staff, and records the act. Returns the id of its audit entry.
   * @throws 401 `unauthenticated` for a revoked or expired key, 403 `forbidden` for a public one; both are
   * recorded
   */
  admitKey(act: ApiKeyAct, trace: Trace): Promise<string>;
  /** Records the HTTP status of the answer to an act, and the names of the members that it changed. */
  noted(auditId: string, status: number, trace: Trace, changed?: readonly string[]): Promise<void>;
}
