import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { newKey, type Sale } from "./sale";
import { SCARCE_VARIANTS, SECOND_LOCATION_ID } from "./shelves";

/** Sends units of the order's first line to the other location, and receives them in part. */
const relocate = async ({ staff, order, random }: Sale) => {
  const [{ variantId }] = order.lines;
  const quantity = 2;
  const sent = await staff[0]("POST", "/v1/admin/relocations", {
    body: {
      fromLocationId: SECOND_LOCATION_ID,
      toLocationId: DEFAULT_LOCATION_ID,
      lines: [{ variantId, quantity }],
    },
    key: newKey(random),
  });
  if (sent?.status !== 201) return;
  const fate = random() < 0.5 ? { received: 1, lost: 1 } : { received: 1, returned: 1 };
  await staff[1]("POST", `/v1/admin/relocations/${sent.body.id}/receive`, {
    body: { lines: [{ variantId, ...fate }] },
    key: newKey(random),
  });
};

/** Counts a variant that is not scarce at a location, and finds as many units as at the beginning. */
const count = async ({ staff, variants, shelfUnits, random }: Sale, locationId: string) => {
  const plenty = variants.slice(SCARCE_VARIANTS);
  const variantId = plenty[Math.floor(random() * plenty.length)];
  await staff[1]("POST", "/v1/admin/inventory/counts", {
    body: { locationId, lines: [{ variantId, counted: shelfUnits }], reason: "chaos" },
    key: newKey(random),
  });
};

/** What staff do with the stock while it is sold. */
export const STOCK_ACTS = {
  relocates: relocate,
  counts: (sale) => count(sale, DEFAULT_LOCATION_ID),
  countsTwoPlaces: (sale) =>
    Promise.all([count(sale, DEFAULT_LOCATION_ID), count(sale, SECOND_LOCATION_ID)]),
} satisfies Record<string, (sale: Sale) => Promise<unknown>>;
