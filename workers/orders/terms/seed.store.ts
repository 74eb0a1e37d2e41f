import type { Database } from "#db/client";
import { shippingRates, taxRates } from "#db/orders/schema";
import { roundToStep } from "#kernel/money";

const RATES = [
  {
    id: "sho_de_standard",
    title: "Standard",
    country: "DE",
    amountMinor: 490,
    maxSubtotalMinor: 5000,
  },
  {
    id: "sho_de_free",
    title: "Standard, free",
    country: "DE",
    amountMinor: 0,
    minSubtotalMinor: 5000,
  },
  { id: "sho_de_express", title: "Express, next day", country: "DE", amountMinor: 1290 },
  { id: "sho_at_standard", title: "Standard", country: "AT", amountMinor: 690 },
  { id: "sho_fr_standard", title: "Standard", country: "FR", amountMinor: 890 },
  { id: "sho_nl_standard", title: "Standard", country: "NL", amountMinor: 690 },
  { id: "sho_world_standard", title: "International", country: "*", amountMinor: 1990 },
  {
    id: "sho_de_pickup",
    title: "Pick up in Berlin",
    country: "DE",
    amountMinor: 0,
    pickup: {
      name: "Bodega Kreuzberg",
      line1: "Oranienstraße 25",
      city: "Berlin",
      postalCode: "10999",
      country: "DE",
    },
  },
];

/** Standard rates of value added tax, in millionths. */
const TAXES = [
  { country: "DE", ratePpm: 190_000 },
  { country: "AT", ratePpm: 200_000 },
  { country: "FR", ratePpm: 200_000 },
  { country: "NL", ratePpm: 210_000 },
];

/** Writes the shipping rates and tax rates of the development shop. Keeps existing rows. */
export const seedTerms = async (db: Database, currency: string) => {
  await db.write.batch([
    db.write
      .insert(shippingRates)
      .values(
        RATES.map((rate, position) => ({
          ...rate,
          amountMinor: roundToStep(rate.amountMinor, currency),
          currency,
          position,
        })),
      )
      .onConflictDoNothing(),
    db.write.insert(taxRates).values(TAXES).onConflictDoNothing(),
  ]);
};
