import * as z from "zod";

/** The prefix of each kind of id, so that people can recognise an id. */
export const ID_PREFIXES = {
  user: "usr",
  address: "adr",
  session: "ses",
  product: "prd",
  variant: "var",
  category: "cat",
  collection: "col",
  cart: "crt",
  line: "lin",
  order: "ord",
  payment: "pay",
  refund: "ref",
  dispute: "dsp",
  break: "brk",
  shipment: "shp",
  return: "ret",
  note: "nte",
  edit: "edt",
  discount: "dsc",
  webhook: "whk",
  event: "evt",
  message: "msg",
  image: "img",
  priceList: "plc",
  market: "mkt",
  customerGroup: "grp",
  stockAlert: "alr",
  media: "med",
  file: "fil",
  review: "rev",
  job: "job",
  adjustment: "adj",
  location: "loc",
  stockCount: "cnt",
  relocation: "rel",
  shippingOption: "sho",
  challenge: "chl",
  audit: "aud",
  consent: "cns",
  apiKey: "key",
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

/** Crockford's base 32, without i, l, o and u. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARS = 10;
const RANDOM_CHARS = 26;

const encodeTime = (epochMs: number) => {
  let text = "";
  for (let rest = epochMs, i = 0; i < TIME_CHARS; i += 1, rest = Math.floor(rest / 32)) {
    text = ALPHABET[rest % 32] + text;
  }
  return text;
};

/**
 * Returns a new id: a prefix, 48 bits of time so that ids sort by age, and 130 random bits so that they
 * cannot be guessed.
 */
export const newId = (kind: IdKind, nowMs = Date.now()) => {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_CHARS));
  let tail = "";
  for (const byte of random) tail += ALPHABET[byte & 31];
  return `${ID_PREFIXES[kind]}_${encodeTime(nowMs)}${tail}`;
};

/** Returns the text below all ids of this kind that are made from this time on. */
export const lowestId = (kind: IdKind, epochMs: number) =>
  `${ID_PREFIXES[kind]}_${encodeTime(Math.max(0, epochMs))}`;

const idPattern = (kind: IdKind) => new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{8,40}$`);

/** Returns whether the text has the form of an id of this kind. */
export const isId = (kind: IdKind, text: string) => idPattern(kind).test(text);

/**
 * Returns the schema of an id. Its pattern is documentation; a refinement checks the id, so that the error
 * has a code.
 */
export const Id = (kind: IdKind) =>
  z
    .string()
    .refine((text) => isId(kind, text), {
      error: `must be an id that begins with ${ID_PREFIXES[kind]}_`,
      params: { code: "invalid_id", prefix: `${ID_PREFIXES[kind]}_` },
    })
    .meta({ pattern: idPattern(kind).source });

/** Returns an id that is derived from a text: lower-case base32 of its SHA-256. */
export const digestId = async (kind: IdKind, text: string) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  let tail = "";
  for (const byte of new Uint8Array(digest).subarray(0, RANDOM_CHARS)) tail += ALPHABET[byte & 31];
  return `${ID_PREFIXES[kind]}_${tail}`;
};
