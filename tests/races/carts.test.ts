import { afterAll, beforeAll, expect } from "bun:test";
import { newCustomer } from "#tests/security/principals";
import { eventually, type Json } from "#tests/system";
import { shopifyFile } from "#workers/catalog/testing";
import { race, times } from "./race";
import { BOOT_MS, type RaceTrack, startRaceTrack } from "./shop";

let shop: RaceTrack;
let variants: Json[];
beforeAll(async () => {
  shop = await startRaceTrack();
  variants = await shop.variants();
}, BOOT_MS);
afterAll(() => shop?.stop());

const newCart = async (): Promise<Json> =>
  (await shop.ask("POST", "/v1/carts", { body: { lines: [] } })).body;
const unitsIn = ({ lines }: Json) =>
  lines.reduce((all: number, { quantity }: Json) => all + quantity, 0);

race(
  "R-CARTADD",
  "adds each unit once when additions and their repeats arrive at once",
  async () => {
    const { id } = await newCart();
    const add = (variantId: string, headers = shop.key()) =>
      shop.ask("POST", `/v1/carts/${id}/lines`, { body: { variantId, quantity: 1 }, headers });
    const repeated = shop.key();
    const answers = await Promise.all([
      ...variants.slice(0, 30).map((variant) => add(variant.id)),
      ...Array.from({ length: 30 }, () => add(variants[0].id)),
      ...Array.from({ length: 20 }, () => add(variants[1].id, repeated)),
    ]);
    expect(answers.filter(({ status }) => status !== 201 && status !== 200)).toEqual([]);
    const { body: cart } = await shop.ask("GET", `/v1/carts/${id}`);
    const quantityOf = (at: number) =>
      cart.lines.find(({ variantId }: Json) => variantId === variants[at].id)?.quantity;
    expect([cart.lines.length, quantityOf(0), quantityOf(1), unitsIn(cart)]).toEqual([
      30, 31, 2, 61,
    ]);
  },
);

race("R-MERGE", "gives a guest's cart to one account, with each unit once", async () => {
  const owners = await times(2, () => newCustomer(shop));
  const { id } = await newCart();
  await shop.ask("POST", `/v1/carts/${id}/lines`, {
    body: { variantId: variants[0].id, quantity: 2 },
  });
  const keys = owners.map(() => shop.key());
  const answers = await times(20, (n) =>
    shop.ask("POST", `/v1/carts/${id}/lines`, {
      body: { variantId: variants[1].id, quantity: 1 },
      headers: keys[n % 2] ?? {},
      token: owners[n % 2]?.token,
    }),
  );
  const reads = await times(2, (n) =>
    shop.ask("GET", `/v1/carts/${id}`, { token: owners[n]?.token }),
  );
  expect(reads.map(({ status }) => status).toSorted()).toEqual([200, 404]);
  const winner = reads.findIndex(({ status }) => status === 200);
  expect(unitsIn(reads[winner]?.body)).toBe(3);
  const won = answers.map(({ status }, n) => [n % 2 === winner, status < 300]);
  expect(won.filter(([isWinner, isDone]) => isWinner !== isDone)).toEqual([]);
});

const SLUG = "race-mug";
const mugAt = (price: string) =>
  shop.ask("POST", "/v1/admin/products/import", {
    raw: shopifyFile(
      `${SLUG},Race Mug,,,,,TRUE,Title,Default Title,,shopify,500,deny,${price},,,,,active`,
    ),
    token: shop.staff,
    headers: { "content-type": "text/csv" },
  });

race(
  "R-PRICE",
  "charges the total that the buyer saw, or refuses, when the price changes",
  async (n) => {
    expect((await mugAt(n % 2 === 0 ? "12.50" : "9.90")).status).toBe(200);
    const { body: mug } = await shop.ask("GET", `/v1/products/${SLUG}`);
    const carts = await times(4, (at) =>
      shop.readyCart(mug.variants[0].id, `price${at}@example.com`),
    );
    const place = (cart: Json) =>
      shop.ask("POST", "/v1/orders", {
        body: {
          cartId: cart.id,
          expectedTotal: cart.totals.total,
          payment: { method: "card", token: "pm_card_visa" },
        },
        headers: shop.key(),
      });
    const placing = carts.map(place);
    const changed = await mugAt("17.30");
    expect(changed.status).toBe(200);
    const answers = [...(await Promise.all(placing)), await place(carts[0])];
    for (const [at, { status, body }] of answers.entries()) {
      const seen = carts[at % carts.length].totals.total;
      if (status === 201) expect(body.totals.total).toEqual(seen);
      else expect(["total_changed", "cart_busy", "cart_completed"]).toContain(body.code);
    }
  },
);

race(
  "R-REINDEX",
  "finds each product in its last form when products change meanwhile",
  async (n) => {
    const titles = ["Amber", "Basil", "Cedar"].map((word) => `${word} Lantern ${n}`);
    const load = (title: string) =>
      shop.ask("POST", "/v1/admin/products/import", {
        raw: shopifyFile(
          `race-lantern,${title},,,,,TRUE,Title,Default Title,,shopify,5,deny,9.90,,,,,active`,
        ),
        token: shop.staff,
        headers: { "content-type": "text/csv" },
      });
    const reindex = () => shop.ask("POST", "/v1/admin/search/reindex", { token: shop.admin });
    const building = [reindex(), reindex()];
    for (const title of titles) expect((await load(title)).status).toBe(200);
    const built = await Promise.all(building);
    expect(built.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
    const indexed = async () => {
      const { aliases } = await shop.books("typesense");
      const answer = await fetch(
        `${shop.cloudUrls.typesense}/collections/${aliases[0].name}/documents/export`,
        { headers: { "x-typesense-api-key": "bodega-dev" } },
      );
      return (await answer.text()).split("\n").filter((line) => line.includes("race-lantern"));
    };
    await shop.sweep();
    const { body } = await shop.ask("GET", "/v1/products/race-lantern");
    expect(body.title).toBe(titles[2]);
    await eventually(
      "the last form in the index",
      indexed,
      (lines) => lines.length === 1 && (lines[0] ?? "").includes(titles[2] ?? "none"),
    );
  },
);

race("R-REFRESH", "leaves one active token when owner and thief refresh at once", async () => {
  const { refreshToken } = await newCustomer(shop);
  const refresh = (token: string) =>
    shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken: token } });
  const answers = await times(20, () => refresh(refreshToken));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  const successors = [...new Set(answers.map(({ body }) => body.refreshToken as string))];
  expect(successors).toHaveLength(1);
  const [successor = ""] = successors;
  const last = (await refresh(successor)).body.refreshToken;
  const [thief] = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
  expect([thief.status, thief.body.code]).toEqual([401, "refresh_reused"]);
  expect((await refresh(last)).status).toBe(401);
});
