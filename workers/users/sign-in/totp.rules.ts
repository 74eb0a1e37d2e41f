import { Secret, TOTP } from "otpauth";

/** RFC 6238 as every authenticator app has it: SHA-1, 6 digits, 30 seconds; one step early or late is fine. */
const PARAMETERS = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const WINDOW_STEPS = 1;
/** As long as the hash, which RFC 4226 §4 recommends. */
const SECRET_BYTES = 20;

/** A new secret, in base 32. */
export const newTotpSecret = () =>
  new Secret({ buffer: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).buffer }).base32;

/** What a sealed secret belongs to; see sealing.ts. */
export const totpContext = (userId: string) => `totp ${userId}`;

/** What an app reads from a QR code. */
export const totpUri = (secret: string, email: string) =>
  new TOTP({ ...PARAMETERS, issuer: "Bodega", label: email, secret }).toString();

/** The time step that a code is of; undefined when it is of none near now. */
export const totpStepOf = (secret: string, code: string, nowMs: number): number | undefined => {
  if (!/^\d{6}$/.test(code)) return undefined;
  const totp = new TOTP({ ...PARAMETERS, secret });
  const delta = totp.validate({ token: code, timestamp: nowMs, window: WINDOW_STEPS });
  return delta === null ? undefined : totp.counter({ timestamp: nowMs }) + delta;
};
