import { equalInConstantTime, hmacBase64Url, toBase64Url } from "#kernel/encoding";

const NONCE_BYTES = 16;

const macOf = (secret: string, email: string, nonce: string) =>
  hmacBase64Url(secret, `device ${email} ${nonce}`);

/** A token for a device on which somebody has just signed in: it says so of this account alone. */
export const newDeviceToken = async (secret: string, email: string) => {
  const nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  return `${nonce}.${await macOf(secret, email, nonce)}`;
};

/** What a device is known by, if its token is one of ours for this account. */
export const knownDevice = async (secret: string, email: string, token: string | undefined) => {
  const [nonce = "", mac = ""] = (token ?? "").split(".");
  return equalInConstantTime(mac, await macOf(secret, email, nonce)) ? nonce : undefined;
};
