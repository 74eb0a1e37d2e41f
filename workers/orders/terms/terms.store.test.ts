import { expect, test } from "bun:test";
import { shippingRates } from "#db/orders/schema";
import { testDatabase } from "#db/testing";
import { systemClock } from "#kernel/clock";
import { termsStore } from "./terms.store";

test("returns the shipping rates of a country, and the general rates when the country has none", async () => {
  const { db, stop } = await testDatabase("orders");
  await db.write.insert(shippingRates).values([
    { id: "own", title: "Own", country: "DE", currency: "EUR", amountMinor: 490, position: 0 },
    { id: "world", title: "World", country: "*", currency: "EUR", amountMinor: 1990, position: 1 },
  ]);
  const { terms } = termsStore({ db, clock: systemClock });
  const idsFor = async (country: string) =>
    (await terms({ variantIds: [], country, currency: "EUR" })).shippingRates.map(({ id }) => id);
  expect(await idsFor("DE")).toEqual(["own"]);
  expect(await idsFor("NZ")).toEqual(["world"]);
  await stop();
});
