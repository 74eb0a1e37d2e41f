const ENCODER = new TextEncoder();

/** Returns base64url without padding (RFC 4648 §5). */
export const toBase64Url = (bytes: Uint8Array) => {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

/** Returns the bytes of base64url text; throws on anything else. */
export const fromBase64Url = (text: string) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
    char.charCodeAt(0),
  );

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Returns the text of UTF-8 bytes; throws on invalid bytes instead of replacing them. */
export const fromUtf8 = (bytes: Uint8Array | ArrayBuffer) => UTF8.decode(bytes);

const toHex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Returns the SHA-256 of a text as lower-case hex. */
export const sha256Hex = async (text: string) =>
  toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", ENCODER.encode(text))));

const hmac = async (secret: string | Uint8Array<ArrayBuffer>, text: string) => {
  const key = await crypto.subtle.importKey(
    "raw",
    typeof secret === "string" ? ENCODER.encode(secret) : secret,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, ENCODER.encode(text)));
};

/** Returns the HMAC-SHA-256 of a text under a secret as base64url: 43 characters. */
export const hmacBase64Url = async (secret: string | Uint8Array<ArrayBuffer>, text: string) =>
  toBase64Url(await hmac(secret, text));

/** Returns the HMAC-SHA-256 of a text under a secret as lower-case hex. */
export const hmacHex = async (secret: string, text: string) => toHex(await hmac(secret, text));

/** Compares two texts in constant time. */
export const equalInConstantTime = (a: string, b: string) => {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i += 1)
    difference |= a.charCodeAt(i) ^ b.charCodeAt(i % (b.length || 1));
  return difference === 0;
};

/** Serialises JSON with sorted keys, so that equivalent bodies give the same text. */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
};

const refuseLoneSurrogates = (key: string, value: unknown) => {
  if (key.isWellFormed() && (typeof value !== "string" || value.isWellFormed())) return value;
  throw new SyntaxError("a surrogate stands alone");
};

/**
 * Parses JSON from a client. Also throws on escapes that are not Unicode (RFC 7493 §2.1): JavaScript
 * accepts them, but the database's JSON parser fails on them.
 */
export const parseJson = (text: string): unknown =>
  JSON.parse(text, /\\ud/i.test(text) ? refuseLoneSurrogates : undefined);
