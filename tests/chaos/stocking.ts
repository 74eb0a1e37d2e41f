import { connect } from "#db/client";
import { locations } from "#db/orders/stock.schema";
import { DEV_TOKEN } from "#dev/clouds";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { buying } from "#tests/buying";
import { clientOf, type Json } from "#tests/system";
import { offerInAll } from "./currencies";
import { SECOND_LOCATION_ID, unitsFor, VARIANTS } from "./shelves";
import type { ShakenShop } from "./shop";
import { STAFF_PASSWORD } from "./staff";

/** Opens a second warehouse, from which orders take what the first one lacks. */
const openSecondLocation = async (libsqlUrl: string) => {
  const { write } = connect({ url: `${libsqlUrl}/orders/`, token: DEV_TOKEN });
  const nowMs = Date.now();
  await write.insert(locations).values({
    id: SECOND_LOCATION_ID,
    name: "Second warehouse",
    country: "DE",
    priority: 100,
    isActive: true,
    fulfilsOnline: true,
    offersPickup: false,
    createdAt: nowMs,
    updatedAt: nowMs,
  });
};

/** Chooses the variants on sale, and sets their prices and their stock at two locations. Returns their ids. */
export const stockUp = async ({ url, urls }: ShakenShop, orders: number) => {
  const ask = clientOf(url);
  const { body } = await ask("POST", "/v1/auth/login", {
    body: { email: "staff@bodega.test", password: STAFF_PASSWORD },
  });
  const token: string = body.accessToken;
  const shelves = buying({ ask }, token);
  const adjust = async (variantId: string, locationId: string, delta: number) => {
    const answer = await ask("POST", "/v1/admin/inventory/adjustments", {
      body: { variantId, locationId, delta, reason: "chaos" },
      token,
    });
    if (answer.status !== 201) throw new Error(`An adjustment answered ${answer.text}`);
  };
  await openSecondLocation(urls.libsql);
  const all = await shelves.variants();
  const ids: string[] = all.slice(0, VARIANTS).map(({ id }: Json) => id);
  for (const [index, id] of ids.entries()) {
    const units = unitsFor(index, orders);
    await shelves.setStock(id, units);
    const moved = Math.floor(units / 2);
    await adjust(id, SECOND_LOCATION_ID, moved);
    await adjust(id, DEFAULT_LOCATION_ID, -moved);
  }
  await offerInAll(urls.libsql, ids);
  return ids;
};
