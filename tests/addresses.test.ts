import { afterAll, beforeAll, expect, test } from "bun:test";
import { addressData } from "#dev/postal-rules";
import type { AddressData } from "#kernel/address/postal-generation";
import { type TestCart, testCart } from "#workers/cart/testing";
import { NewAddress } from "#workers/users/addresses.contract";

/**
 * Address rules of every country, at both places that accept addresses: cart and address book.
 * Required fields and existing postal codes come from Google's address data; see
 * dev/postal-rules.ts.
 */
let cartWorker: TestCart;
let cartPath: string;
beforeAll(async () => {
  cartWorker = await testCart();
  const { id } = await cartWorker.cartWith();
  cartPath = `/v1/carts/${id}`;
});
afterAll(() => cartWorker.stop());

const data = await addressData();
const TIMEOUT_MS = 120_000;

/** A valid region of each country that requires one. */
const REGIONS: Record<string, string> = { AU: "NSW", BR: "SP", CA: "ON", IN: "Delhi", US: "NY" };

/** Returns an address with every field, or with only the fields that its country requires. */
const formsOf = (country: string, { zipex, require = "AC" }: AddressData) => {
  const codes = zipex?.split(",") ?? [];
  const [code] = codes;
  const region = REGIONS[country] ? { region: REGIONS[country] } : {};
  const least = {
    name: "Test Buyer",
    line1: "1 High Street",
    ...(require.includes("C") ? { city: "Town" } : {}),
    ...(require.includes("Z") ? { postalCode: code } : {}),
    ...region,
    country,
  };
  const whole = { ...least, line2: "c/o A. Neighbour", city: "Town", phone: "+49 30 1234567" };
  const lastCode = codes.at(-1);
  const asTyped = lastCode?.toLowerCase().replace(/[\s-]/g, "");
  return { least, whole, code, asTyped, required: require };
};

const acceptedIn = (country: string, about: AddressData) => {
  const { least, whole, code, asTyped } = formsOf(country, about);
  return [
    least,
    { ...whole, ...(code ? { postalCode: code } : {}) },
    { ...whole, region: least.region ?? "Region", postalCode: asTyped ?? "-" },
  ];
};

const refusedIn = (country: string, about: AddressData) => {
  const { whole, code, required } = formsOf(country, about);
  const { line1: _, ...withoutStreet } = { ...whole, ...(code ? { postalCode: code } : {}) };
  const { city: __, ...withoutCity } = whole;
  const { name: ___, ...withoutName } = whole;
  return [
    withoutStreet,
    { ...whole, postalCode: code ? `${code} ${code} ${code}` : "0".repeat(21) },
    required.includes("C") ? withoutCity : withoutName,
  ];
};

/**
 * Returns the addresses that the cart or the address book answers with another status than
 * expected.
 */
const wronglyAnswered = async (addresses: Record<string, unknown>[], status: 200 | 400) => {
  const wrong: string[] = [];
  for (const address of addresses) {
    const body = { shippingAddress: address };
    const { status: atCart } = await cartWorker.requestJson(cartPath, { method: "PATCH", body });
    const inBook = NewAddress.safeParse(address).success ? 200 : 400;
    if (atCart !== status || inBook !== status)
      wrong.push(`${JSON.stringify(address)}: cart ${atCart}, book ${inBook}`);
  }
  return wrong;
};

test("lists 249 countries", () => expect(Object.keys(data)).toHaveLength(249));

test(
  "accepts three forms of an address of every country, in the cart and in the address book",
  async () => {
    const all = Object.entries(data).flatMap(([country, [about = {}]]) =>
      acceptedIn(country, about),
    );
    expect(await wronglyAnswered(all, 200)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "refuses three wrong addresses of every country, in the cart and in the address book",
  async () => {
    const all = Object.entries(data).flatMap(([country, [about = {}]]) =>
      refusedIn(country, about),
    );
    expect(await wronglyAnswered(all, 400)).toEqual([]);
  },
  TIMEOUT_MS,
);
