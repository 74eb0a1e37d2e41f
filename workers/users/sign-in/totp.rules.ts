import { Secret, TOTP } from "otpauth";

/**
 * TOTP (RFC 6238) with the parameters of all authenticator apps: SHA-1, 6 digits, periods of 30 seconds.
 */
const PARAMETERS = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** The number of periods before and after the current one whose codes are accepted. */
const WINDOW_PERIODS = 1;
/** The length of a secret: that of the hash, as RFC 4226 §4 recommends. */
const SECRET_BYTES = 20;

/** Returns a new secret for an authenticator app in base 32. */
export const newTotpSecret = () =>
  new Secret({ buffer: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).buffer }).base32;

/** Returns the context of an encrypted secret; see replay/encryption.rules.ts. */
export const totpContext = (userId: string) => `totp ${userId}`;

/** Returns the URI that an app reads from a QR code. The app shows the issuer beside the code. */
export const totpUri = ({ secret, email, issuer }: Record<"secret" | "email" | "issuer", string>) =>
  new TOTP({ ...PARAMETERS, issuer, label: email, secret }).toString();

/** Returns the TOTP period of a code, or undefined if the code is not of an accepted period. */
export const totpPeriodOf = (secret: string, code: string, nowMs: number): number | undefined => {
  if (!/^\d{6}$/.test(code)) return undefined;
  const totp = new TOTP({ ...PARAMETERS, secret });
  const delta = totp.validate({ token: code, timestamp: nowMs, window: WINDOW_PERIODS });
  return delta === null ? undefined : totp.counter({ timestamp: nowMs }) + delta;
};
