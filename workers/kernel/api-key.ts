import { sha256Hex } from "#kernel/encoding";

/** What a secret API key may do. Each route of the back office names one scope, or none. */
export const SCOPES = [
  "catalog",
  "inventory",
  "pricing",
  "orders",
  "customers",
  "webhooks",
  "reports",
  "audit",
] as const;
export type Scope = (typeof SCOPES)[number];

/** `public`: reads the storefront. `secret`: uses the back office within its scopes. */
export const API_KEY_KINDS = ["public", "secret"] as const;
export type ApiKeyKind = (typeof API_KEY_KINDS)[number];

const ABBREVIATIONS = { public: "pub", secret: "sec" } as const satisfies Record<
  ApiKeyKind,
  string
>;

/** Crockford's base 32, without i, l, o and u. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
/** 170 random bits. */
const RANDOM_CHARS = 34;
const CHECKSUM_CHARS = 6;
const PREFIX_CHARS = "bdg_sec_ab12".length;

const FORM = new RegExp(
  `^(bdg_(?:pub|sec)_[${ALPHABET}]{${RANDOM_CHARS}})([0-9a-f]{${CHECKSUM_CHARS}})$`,
);

const checksumOf = async (body: string) => (await sha256Hex(body)).slice(0, CHECKSUM_CHARS);

/** Returns the text of a new key: its kind, random characters and a checksum. */
export const newApiKey = async (kind: ApiKeyKind) => {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_CHARS));
  let body = `bdg_${ABBREVIATIONS[kind]}_`;
  for (const byte of random) body += ALPHABET[byte & 31];
  return `${body}${await checksumOf(body)}`;
};

/** Returns whether the text has the form of a key and its checksum, so that a typo causes no read. */
export const isApiKey = async (text: string) => {
  const [, body = "", checksum] = FORM.exec(text) ?? [];
  return checksum !== undefined && (await checksumOf(body)) === checksum;
};

/** Returns the stored form of a key. Random bits need no slow hash. */
export const apiKeyHash = (text: string) => sha256Hex(text);

/** Returns the start of a key, by which people recognise it. */
export const apiKeyPrefix = (text: string) => text.slice(0, PREFIX_CHARS);
