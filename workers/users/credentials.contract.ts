import * as z from "zod";
import { PersonName, UserView } from "#contract/users";
import { Email } from "#kernel/address/email";
import { Id } from "#kernel/ids";
import { onOneLine } from "#kernel/text";

// Request bodies and answers with passwords, tokens and codes. No other Worker reads them.

/**
 * A password. Its length is checked and common passwords are refused; its kinds of characters are not
 * checked (NIST SP 800-63B).
 */
const Password = (min: number) => onOneLine(z.string().min(min).max(128));

/**
 * The transport of a sign-in's tokens: `cookie` sets the refresh token in a cookie that scripts cannot
 * read.
 */
const Transport = z.enum(["body", "cookie"]).optional();

/** A random token of the shop: a refresh token, the token of a link, a device token. */
const DrawnToken = z.string().min(20).max(200);

/** The body of a registration. */
export const Register = z.strictObject({
  email: Email,
  password: Password(8),
  name: PersonName,
  transport: Transport,
});
export type Register = z.infer<typeof Register>;

/**
 * The body of a sign-in. The `deviceToken` of an earlier sign-in gives the device its own bucket of
 * attempts.
 */
export const Login = z.strictObject({
  email: Email,
  password: Password(1),
  deviceToken: DrawnToken.optional(),
  transport: Transport,
});
export type Login = z.infer<typeof Login>;

/** A second-factor code: sent by mail, shown by an authenticator app, or a recovery code. */
export const TwoFactorCode = z.strictObject({
  challengeId: Id("challenge"),
  code: z.string().trim().min(6).max(20),
  transport: Transport,
});
export type TwoFactorCode = z.infer<typeof TwoFactorCode>;

/** The body of a refresh or sign-out. `refreshToken` is omitted if the token is in a cookie. */
export const RefreshToken = z.strictObject({ refreshToken: DrawnToken.optional() });
export type RefreshToken = z.infer<typeof RefreshToken>;

/** The token of a link that verifies or changes the account's e-mail address. */
export const LinkToken = z.strictObject({ token: DrawnToken });

/** The e-mail address of the account whose password is to be reset. */
export const ForgottenPassword = z.strictObject({ email: Email });

/** A new password, with the token of the link that permits the reset. */
export const PasswordReset = z.strictObject({ token: DrawnToken, password: Password(8) });
export type PasswordReset = z.infer<typeof PasswordReset>;

/** A change of password by its owner. */
export const PasswordChange = z.strictObject({
  currentPassword: Password(1),
  newPassword: Password(8),
});
export type PasswordChange = z.infer<typeof PasswordChange>;

/** A change of e-mail address, which takes effect when the link sent to the new address is used. */
export const EmailChange = z.strictObject({ currentPassword: Password(1), newEmail: Email });
export type EmailChange = z.infer<typeof EmailChange>;

/** The current password, as proof for a sensitive action. */
export const PasswordProof = z.strictObject({ currentPassword: Password(1) });
export type PasswordProof = z.infer<typeof PasswordProof>;

/**
 * A change of second factors: enables or disables codes by mail, or disables the authenticator app. The app
 * is enabled by one of its codes, on another route.
 */
export const SecondFactorsPatch = z.strictObject({
  currentPassword: Password(1),
  email: z.boolean().optional(),
  totp: z.literal(false).optional(),
});
export type SecondFactorsPatch = z.infer<typeof SecondFactorsPatch>;

/** A code that confirms that the authenticator app has the offered secret. */
export const TotpCode = z.strictObject({ code: z.string().regex(/^\d{6}$/, "must be 6 digits") });

/** The answer to a refresh. The body lacks the refresh token if the token is in a cookie. */
export const RefreshedSession = z
  .strictObject({
    user: UserView,
    accessToken: z.string(),
    refreshToken: z.string().exactOptional().describe("Missing if it is in a cookie."),
    expiresIn: z.int().describe("Seconds until the access token expires."),
  })
  .meta({ id: "RefreshedSession" });
export type RefreshedSession = z.infer<typeof RefreshedSession>;

/**
 * The answer to a sign-in or registration. The body lacks the refresh and device tokens if they are in
 * cookies.
 */
export const SignedIn = RefreshedSession.extend({
  deviceToken: z
    .string()
    .exactOptional()
    .describe("Gives this device its own limit of attempts; send it with the next sign-in."),
}).meta({ id: "SignedIn" });
export type SignedIn = z.infer<typeof SignedIn>;

/** The additional members of the problem document `second_factor_required`. */
export const PENDING_SIGN_IN = {
  challengeId: Id("challenge"),
  methods: z.array(z.enum(["email", "totp", "recovery_code"])),
  expiresAt: z.iso.datetime(),
};

/** The second factors of an account. */
export const SecondFactors = z
  .strictObject({
    email: z.boolean().describe("Whether a sign-in requires a code by mail."),
    totp: z.boolean().describe("Whether a sign-in requires a code of the authenticator app."),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: "SecondFactors" });
export type SecondFactors = z.infer<typeof SecondFactors>;

/** The secret for an authenticator app, shown once. */
export const TotpOffer = z
  .strictObject({
    secret: z.string().describe("In base 32."),
    uri: z.string().describe("For a QR code."),
  })
  .meta({ id: "TotpOffer" });
export type TotpOffer = z.infer<typeof TotpOffer>;

/** Recovery codes, shown once. */
export const RecoveryCodes = z
  .strictObject({ recoveryCodes: z.array(z.string()) })
  .meta({ id: "RecoveryCodes" });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;
