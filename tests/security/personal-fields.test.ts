import { expect, test } from "bun:test";
import { routeDefinitions } from "./definitions";

/**
 * S-PII, the day a field is written: whatever takes a person's words is planted by erasure.test.ts, and a
 * new field of that kind fails here until it is planted, or said to be nobody's.
 */
const PLANTED = new Set([
  ...["email", "newEmail", "name", "note", "source", "returnUrl", "properties"],
  ...["line1", "line2", "city", "region", "phone"],
]);

/** What takes text and is no personal datum by itself, and why. */
const NOBODYS: Record<string, string> = {
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
  shippingOptionId: "one of those that are offered",
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

/** Ids of ours, whose pattern says so. */
const isId = ({ pattern }: Schema) => /^\^[a-z]{3}_/.test(pattern ?? "");

/** The names of the fields of a schema that take text. */
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

test("there are fields to look at", () => expect(taken.length).toBeGreaterThan(50));

test("every field that takes text is planted before an erasure, or nobody's", () => {
  const forgotten = taken.filter(({ field }) => !PLANTED.has(field) && !(field in NOBODYS));
  expect(forgotten).toEqual([]);
});

test("no field is named that is not there any more", () => {
  const known = new Set(taken.map(({ field }) => field));
  expect([...PLANTED, ...Object.keys(NOBODYS)].filter((field) => !known.has(field))).toEqual([]);
});
