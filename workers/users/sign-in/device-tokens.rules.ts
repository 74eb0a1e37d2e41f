import { equalInConstantTime, hmacBase64Url, toBase64Url } from "#kernel/encoding";

const NONCE_BYTES = 16;
const DEVICE_TOKEN_TTL_MS = 90 * 24 * 60 * 60 * 1000;

interface Device {
  email: string;
  issuedAtMs: number;
  nonce: string;
}

const macOf = (secret: string, { email, issuedAtMs, nonce }: Device) =>
  hmacBase64Url(secret, `device ${email} ${issuedAtMs} ${nonce}`);

/**
 * Returns a device token, `<issued at>.<nonce>.<mac>`, for a device on which the account of this e-mail
 * address has just signed in. The token gives the device its own bucket of attempts, separate from
 * strangers' (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
export const newDeviceToken = async (secret: string, email: string, nowMs: number) => {
  const nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  const mac = await macOf(secret, { email, issuedAtMs: nowMs, nonce });
  return `${nowMs.toString(36)}.${nonce}.${mac}`;
};

/**
 * Returns when a device token of this address was issued, in epoch milliseconds, or undefined if the token
 * is forged, of another address, or older than 90 days.
 */
export const deviceIssuedAt = async (
  secret: string,
  email: string,
  token: string | undefined,
  nowMs: number,
): Promise<number | undefined> => {
  const [issued = "", nonce = "", mac = ""] = (token ?? "").split(".");
  const issuedAtMs = Number.parseInt(issued, 36);
  const genuine = equalInConstantTime(mac, await macOf(secret, { email, issuedAtMs, nonce }));
  const fresh = nowMs - issuedAtMs < DEVICE_TOKEN_TTL_MS;
  return genuine && fresh ? issuedAtMs : undefined;
};
