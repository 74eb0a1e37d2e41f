import { z } from "zod";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { defineEvent } from "#kernel/events";
import { Id } from "#kernel/ids";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const NO_CONTROLS = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;

/** Text of one line: no control characters, so that it can go into a mail's header. */
const Line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(NO_CONTROLS, "must not hold control characters")
    .refine((text) => text.isWellFormed(), "must be well-formed text");

/** An e-mail address, in the one form by which accounts are compared: trimmed, NFC, lower case. */
export const Email = z
  .string()
  .max(254)
  .transform((text) => text.trim().normalize("NFC").toLowerCase())
  .pipe(z.email());

export const PersonName = Line(200);

/** A postal address, as carts, orders and address books hold it. */
export const Address = z.strictObject({
  name: PersonName,
  line1: Line(200),
  line2: Line(200).optional(),
  city: Line(100),
  region: Line(100).optional(),
  postalCode: Line(20),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "must be a country code of ISO 3166-1 alpha-2, such as DE"),
  phone: Line(40).optional(),
});
export type Address = z.infer<typeof Address>;

/** Null clears what may be left out. */
export const AddressPatch = z.strictObject({
  ...Address.partial().shape,
  line2: Line(200).nullable().optional(),
  region: Line(100).nullable().optional(),
  phone: Line(40).nullable().optional(),
});
export type AddressPatch = z.infer<typeof AddressPatch>;

/** An address in an address book. */
export type AddressView = { id: string } & Address;

/** No rule but length: what counts is that nobody guesses it. */
const Password = (min: number) =>
  z
    .string()
    .min(min)
    .max(128)
    .regex(NO_CONTROLS, "must not hold control characters")
    .refine((text) => text.isWellFormed(), "must be well-formed text");

export const Register = z.strictObject({
  email: Email,
  password: Password(8),
  name: PersonName,
});
export type Register = z.infer<typeof Register>;

export const Login = z.strictObject({ email: Email, password: Password(1) });
export type Login = z.infer<typeof Login>;

export const RefreshToken = z.strictObject({ refreshToken: z.string().min(20).max(200) });

export const ProfilePatch = z.strictObject({ name: PersonName.optional() });
export type ProfilePatch = z.infer<typeof ProfilePatch>;

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

/** Public keys (RFC 7517) with which access tokens are verified. */
export interface Jwks {
  keys: Record<string, unknown>[];
}

/** Issuer and audience of every access token; typ is `at+jwt` (RFC 9068). */
export const TOKEN_ISSUER = "bodega";
export const TOKEN_AUDIENCE = "bodega-api";

/** Whom to write to. Only the notifications Worker asks. */
export interface Contact {
  userId: string;
  email: string;
  name: string;
}

export interface UsersRpc extends ServiceRpc {
  /** The current and the next public key. Touches no database. */
  jwks(trace: Trace): Promise<Jwks>;
  /** Null for an unknown user. */
  contact(userId: string, trace: Trace): Promise<Contact | null>;
}

/** Fired once, when an account has come to be. */
export const userRegistered = defineEvent("user.registered", z.object({ userId: Id("user") }));
