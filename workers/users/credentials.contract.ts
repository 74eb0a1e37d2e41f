import { z } from "zod";
import { PersonName } from "#contract/users";
import { Email } from "#kernel/email";
import { Id } from "#kernel/ids";
import { onOneLine } from "#kernel/text";

// What people send to prove who they are, and to change what proves it. No other Worker reads any of it.

/** No rule but length: what counts is that nobody guesses it. */
const Password = (min: number) => onOneLine(z.string().min(min).max(128));

/** `transport` of a sign-in: with `cookie` the refresh token goes into a cookie that no script reads. */
const Transport = z.enum(["body", "cookie"]).optional();

/** A secret that the shop drew: a refresh token, a link's token, a device's token. */
const DrawnToken = z.string().min(20).max(200);

/** A new account. Its password is refused where it is among the first that are guessed. */
export const Register = z.strictObject({
  email: Email,
  password: Password(8),
  name: PersonName,
  transport: Transport,
});
export type Register = z.infer<typeof Register>;

/** `deviceToken` of an earlier sign-in: its device gets in while strangers are guessing. */
export const Login = z.strictObject({
  email: Email,
  password: Password(1),
  deviceToken: DrawnToken.optional(),
  transport: Transport,
});
export type Login = z.infer<typeof Login>;

/** The second step: a code by mail, from an authenticator app, or a recovery code. */
export const SecondStep = z.strictObject({
  challengeId: Id("challenge"),
  code: z.string().trim().min(6).max(20),
  transport: Transport,
});
export type SecondStep = z.infer<typeof SecondStep>;

/** Left out where the token comes in a cookie. */
export const RefreshToken = z.strictObject({ refreshToken: DrawnToken.optional() });
export type RefreshToken = z.infer<typeof RefreshToken>;

/** What a link by mail carries: it proves an address, or moves the account to another one. */
export const LinkToken = z.strictObject({ token: DrawnToken });

/** Whom a link to a new password is sent, if there is such an account. */
export const ForgottenPassword = z.strictObject({ email: Email });

/** A new password, by the token of a link. */
export const PasswordReset = z.strictObject({ token: DrawnToken, password: Password(8) });
export type PasswordReset = z.infer<typeof PasswordReset>;

/** A new password in the place of the one that is known. */
export const PasswordChange = z.strictObject({
  currentPassword: Password(1),
  newPassword: Password(8),
});
export type PasswordChange = z.infer<typeof PasswordChange>;

/** The address that an account is to have; it counts once a link to it was followed. */
export const EmailChange = z.strictObject({ currentPassword: Password(1), newEmail: Email });
export type EmailChange = z.infer<typeof EmailChange>;

/** Proof, right now, that it is the owner who asks. */
export const PasswordProof = z.strictObject({ currentPassword: Password(1) });
export type PasswordProof = z.infer<typeof PasswordProof>;

/** Switches second steps: mail on or off, the authenticator app off (it is switched on by a code). */
export const SecondFactorsPatch = z.strictObject({
  currentPassword: Password(1),
  email: z.boolean().optional(),
  totp: z.literal(false).optional(),
});
export type SecondFactorsPatch = z.infer<typeof SecondFactorsPatch>;

/** A code that proves that an authenticator app has the secret it was offered. */
export const TotpCode = z.strictObject({ code: z.string().regex(/^\d{6}$/, "must be 6 digits") });
