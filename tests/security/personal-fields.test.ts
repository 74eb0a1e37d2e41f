import { expect, test } from "bun:test";
import { routeDefinitions } from "./definitions";

/**
 * S-PII for new fields: erasure.test.ts fills every field that takes a person's words. A new text
 * field fails here until it is filled there or listed as not personal.
 */
const PLANTED = new Set([
  ...["email", "newEmail", "name", "note", "source", "returnUrl", "properties"],
  ...["line1", "line2", "city", "region", "phone"],
  // The note and the tags of staff about an order.
  ...["text", "add"],
  // A review, with the name that it shows.
  ...["body", "author"],
]);

/** Text fields that are not personal data by themselves, and why. */
const NOT_PERSONAL: Record<string, string> = {
  postalCode: "of a country's list of places; goes with its address",
  country: "a code of ISO 3166-1; stays with an order, for its taxes",
  currency: "a code of ISO 4217",
  password: "only hashed",
  currentPassword: "only compared",
  newPassword: "only hashed",
  code: "only compared",
  token: "only hashed or handed to the payment provider",
  refreshToken: "only hashed",
  deviceToken: "only compared",
  reason: "of staff, about stock",
  reasonText: "of staff, about a refund, shown to its buyer",
  expiresAt: "a time, of an API key",
  shopName: "of the shop",
  logoUrl: "of the shop",
  accent: "a colour",
  background: "a colour",
  supportEmail: "of the shop",
  legalName: "of the seller, who shows it in every mail",
  address: "of the seller, who shows it in every mail",
  registrationNumber: "of the seller, who shows it in every mail",
  vatId: "of the seller, who shows it in every mail",
  holder: "of the seller's bank account, which is shown in mails",
  accountNumber: "of the seller's bank account, which is shown in mails",
  bankCode: "of the seller's bank account, which is shown in mails",
  bankName: "of the seller's bank account, which is shown in mails",
  countries: "codes of ISO 3166-1",
  defaultCountry: "a code of ISO 3166-1",
  defaultCurrency: "a code of ISO 4217",
  number: "an order's",
  remove: "tags that are compared",
  carrier: "of the shop",
  trackingNumber: "a parcel's, which only its carrier can resolve",
  trackingUrl: "a parcel's page at its carrier",
  shippingOptionId: "one of those that are offered",
  reply: "of staff, about a review, shown to everyone",
  title: "of the catalogue, or of a review, beside its body",
  description: "of the catalogue",
  descriptionHtml: "of the catalogue",
  slug: "of the catalogue",
  brand: "of the catalogue",
  tags: "of the catalogue",
  tagsAdd: "of the catalogue",
  tagsRemove: "of the catalogue",
  formerName: "of the catalogue",
  initialValue: "of the catalogue",
  sku: "of the catalogue",
  barcode: "of the catalogue",
  options: "of the catalogue",
  image: "of the catalogue",
  alt: "of the catalogue",
  taxClass: "of the catalogue",
  key: "of the catalogue",
  unit: "of the catalogue",
  choices: "of the catalogue",
  values: "of the catalogue",
  url: "of the catalogue",
  query: "words of a search, by staff",
  root: "words of a search, by staff",
  synonyms: "words of a search, by staff",
  locales: "language tags",
  startsAt: "a time, of a price list",
  endsAt: "a time, of a price list",
  publishAt: "a time, of a product",
  unpublishAt: "a time, of a product",
  availableFrom: "a time, of a pre-order",
};

interface Schema {
  type?: unknown;
  enum?: unknown;
  pattern?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
}

/** The shop's own ids, recognized by their pattern. */
const isId = ({ pattern }: Schema) => /^\^[a-z]{3}_/.test(pattern ?? "");

/** Returns the names of a schema's fields that take text. */
const textsIn = (schema: Schema | boolean | undefined, name: string): string[] => {
  if (typeof schema !== "object") return [];
  const { type, properties = {}, items, additionalProperties, anyOf = [] } = schema;
  return [
    ...(type === "string" && !schema.enum && !isId(schema) ? [name] : []),
    ...Object.entries(properties).flatMap(([field, below]) => textsIn(below, field)),
    ...[items, additionalProperties, ...anyOf].flatMap((below) => textsIn(below, name)),
  ];
};

const taken = (await routeDefinitions()).flatMap(({ name, body }) =>
  textsIn(body as Schema | undefined, "").map((field) => ({ field, name })),
);

test("finds fields", () => expect(taken.length).toBeGreaterThan(50));

test("fills every text field before an erasure, or lists it as not personal", () => {
  const forgotten = taken.filter(({ field }) => !PLANTED.has(field) && !(field in NOT_PERSONAL));
  expect(forgotten).toEqual([]);
});

test("lists only existing fields", () => {
  const existing = new Set(taken.map(({ field }) => field));
  expect(
    [...PLANTED, ...Object.keys(NOT_PERSONAL)].filter((field) => !existing.has(field)),
  ).toEqual([]);
});
