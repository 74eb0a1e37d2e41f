import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type ReviewShop, reviewShop } from "#catalog/reviews/reviews.testing";
import type { WishlistItem } from "#catalog/wishlist.contract";
import { wishlistItems } from "#db/catalog/wishlist.schema";
import type { User } from "#kernel/actor";
import { newId } from "#kernel/ids";
import type { Page } from "#kernel/routes/page";
import { userActor } from "#kernel/testing";

let shop: ReviewShop;
beforeAll(async () => {
  shop = await reviewShop();
});
afterAll(() => shop.stop());

const PATH = "/v1/me/wishlist";
const add = (actor: User, variantId: string) =>
  shop.ask(PATH, {
    method: "POST",
    actor,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ variantId }),
  });
const remove = (actor: User, variantId: string) =>
  shop.ask(`${PATH}/${variantId}`, { method: "DELETE", actor });
const page = async (actor: User, query = "") =>
  (await (await shop.ask(`${PATH}${query}`, { actor })).json()) as Page<WishlistItem>;
const variantsOf = async () => (await shop.newProduct()).variants.map(({ id }) => id);
const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code: string }).code,
];

describe("a wish list", () => {
  test("shows what saved variants cost now, the last added first, each once over the pages", async () => {
    const actor = userActor();
    const product = await shop.newProduct();
    const [small = "", large = ""] = product.variants.map(({ id }) => id);
    for (const id of [small, large, ...(await variantsOf()), small]) {
      shop.clock.advance(1000);
      expect((await add(actor, id)).status).toBe(204);
    }
    const first = await page(actor, "?limit=3");
    const second = await page(actor, `?limit=3&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBeNull();
    const all = [...first.data, ...second.data];
    expect(all.map(({ variantId }) => variantId).slice(2)).toEqual([large, small]);
    expect(all.at(-1)).toMatchObject({
      productId: product.id,
      slug: product.slug,
      variantTitle: "Small",
      price: { amount: 1000, currency: "EUR" },
    });
    await shop.staff("PATCH", `/products/${product.id}`, { status: "draft" });
    expect((await page(actor)).data).toHaveLength(2);
  });

  test("shows the price of a list, and that of a group to its members", async () => {
    const [member, other] = [userActor(), userActor()];
    const [variantId = ""] = await variantsOf();
    for (const actor of [member, other]) await add(actor, variantId);
    const group = await shop.staff("POST", "/customer-groups", {
      ...{ title: "Club", customerIds: [member.userId] },
    });
    const list = (amount: number, more: object = {}) =>
      shop.staff("POST", "/price-lists", {
        ...{ title: "List", currency: "EUR", prices: [{ variantId, amount }], ...more },
      });
    await list(900);
    await list(600, { customerGroupId: group.body.id });
    const priceOf = async (actor: User) => (await page(actor)).data[0]?.price?.amount;
    expect([await priceOf(member), await priceOf(other)]).toEqual([600, 900]);
  });

  test("belongs to its account only", async () => {
    const [owner, other] = [userActor(), userActor()];
    const [id = ""] = await variantsOf();
    await add(owner, id);
    expect((await page(other)).data).toEqual([]);
    expect((await remove(other, id)).status).toBe(404);
    expect((await remove(owner, id)).status).toBe(204);
    expect((await remove(owner, id)).status).toBe(404);
    expect((await shop.ask(PATH)).status).toBe(401);
  });

  test("refuses unknown variants, and more than 500, also of requests at once", async () => {
    const actor = userActor();
    expect(await codeOf(await add(actor, newId("variant")))).toEqual([422, "variant_unknown"]);
    const ids = (
      await shop.staff("POST", "/products", {
        title: "Many",
        status: "published",
        options: [{ name: "No." }],
        variants: Array.from({ length: 502 }, (_, nth) => ({
          options: { "No.": `${nth}` },
          prices: [{ currency: "EUR", amount: 1000 }],
        })),
      })
    ).body.variants.map(({ id }) => id);
    const { userId: customerId } = actor;
    const rows = ids.slice(0, 499).map((variantId) => ({ customerId, variantId, addedAt: 1 }));
    await shop.db.write.insert(wishlistItems).values(rows);
    const answers = await Promise.all(ids.slice(499).map((id) => add(actor, id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 422, 422]);
    expect((await add(actor, ids[0] ?? "")).status).toBe(204);
  });

  test("is exported and erased with the account, and takes nothing later", async () => {
    const actor = userActor();
    const [id = ""] = await variantsOf();
    await add(actor, id);
    expect(await shop.personalData(actor.userId)).toMatchObject({ wishlist: [{ variantId: id }] });
    await shop.erase(actor);
    expect(await shop.personalData(actor.userId)).toMatchObject({ wishlist: [] });
    expect(await codeOf(await add(actor, id))).toEqual([401, "unauthenticated"]);
  });
});
