import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type ReviewShop, reviewShop, WRITTEN } from "#catalog/reviews/reviews.testing";
import type { Review, SubmittedReview } from "#catalog/reviews.contract";
import type { Product } from "#contract/catalog";
import type { Page } from "#kernel/routes/page";
import { userActor } from "#kernel/testing";

let shop: ReviewShop;
beforeAll(async () => {
  shop = await reviewShop();
});
afterAll(() => shop.stop());

const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code?: string }).code,
];
const listed = async (path: string) =>
  (await (await shop.ask(`/v1/products/${path}`)).json()) as Page<Review>;

describe("submitting a review", () => {
  test("stores it as pending, and announces it without its texts", async () => {
    const { id: productId, slug } = await shop.newProduct();
    const buyer = userActor();
    shop.buy(buyer, productId);
    await shop.deliver();
    const answer = await shop.submit(buyer, slug);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ ...WRITTEN, productId, status: "pending" });
    expect((await listed(`${slug}/reviews`)).data).toEqual([]);
    const events = await shop.outbox("review.submitted");
    expect(events.at(-1)?.data).toEqual({ reviewId: expect.any(String), productId, rating: 5 });
  });

  test("refuses an account that has not bought the product, guests, and unknown products", async () => {
    const { id } = await shop.newProduct();
    expect(await codeOf(await shop.submit(userActor(), id))).toEqual([403, "not_bought"]);
    expect(await codeOf(await shop.submit(userActor(), "no-product"))).toEqual([404, "not_found"]);
    const asGuest = await shop.ask(`/v1/products/${id}/reviews`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(WRITTEN),
    });
    expect(await codeOf(asGuest)).toEqual([401, "unauthenticated"]);
  });

  test("allows one review per order line", async () => {
    const { id } = await shop.newProduct();
    const buyer = userActor();
    shop.buy(buyer, id);
    expect((await shop.submit(buyer, id)).status).toBe(201);
    expect(await codeOf(await shop.submit(buyer, id))).toEqual([409, "already_reviewed"]);
    shop.buy(buyer, id);
    expect((await shop.submit(buyer, id)).status).toBe(201);
  });

  test("stores one review when five requests for one line arrive at once", async () => {
    const { id } = await shop.newProduct();
    const buyer = userActor();
    shop.buy(buyer, id);
    const answers = await Promise.all(Array.from({ length: 5 }, () => shop.submit(buyer, id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
  });

  test("replays the stored answer when the Idempotency-Key is repeated", async () => {
    const { id } = await shop.newProduct();
    const buyer = userActor();
    shop.buy(buyer, id);
    const key = { "idempotency-key": crypto.randomUUID() };
    const [first, second] = await Promise.all(
      [0, 1].map(() => shop.submit(buyer, id, WRITTEN, key)),
    );
    expect([first?.status, second?.status]).toEqual([201, 201]);
    expect(await first?.text()).toBe((await second?.text()) ?? "");
  });

  test.each([
    ["a rating below 1", "/rating", { rating: 0 }],
    ["a rating above 5", "/rating", { rating: 6 }],
    ["half a point", "/rating", { rating: 4.5 }],
    ["an empty title", "/title", { title: " " }],
    ["a title of two lines", "/title", { title: "two\nlines" }],
    ["markup in the body", "/body", { body: "<script>alert(1)</script>" }],
    ["a control character in the body", "/body", { body: "bell\u0007" }],
    ["a body of 5,001 characters", "/body", { body: "x".repeat(5001) }],
    ["markup in the author", "/author", { author: "<b>Ada</b>" }],
  ])("refuses %s", async (_, pointer, part) => {
    const { id } = await shop.newProduct();
    const buyer = userActor();
    shop.buy(buyer, id);
    const answer = await shop.submit(buyer, id, { ...WRITTEN, ...part });
    expect(answer.status).toBe(400);
    const { errors } = (await answer.json()) as { errors: { pointer: string }[] };
    expect(new Set(errors.map((error) => error.pointer))).toEqual(new Set([pointer]));
    expect((await shop.submit(buyer, id)).status).toBe(201);
  });
});

describe("reading reviews", () => {
  test("lists approved ones, newest first, each once over the pages, without ids of buyers", async () => {
    const { id, slug } = await shop.newProduct();
    const ids: string[] = [];
    for (let nth = 0; nth < 5; nth += 1) {
      shop.clock.advance(1000);
      ids.unshift((await shop.approved(id, { title: `No. ${nth}` })).review.id);
    }
    const first = await listed(`${slug}/reviews?limit=3`);
    const second = await listed(`${slug}/reviews?limit=3&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data].map((review) => review.id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    expect(JSON.stringify(first.data)).not.toMatch(/usr_|ord_|lin_/);
  });

  test("redirects a former slug, and answers 404 without a published product", async () => {
    const { id, slug } = await shop.newProduct();
    await shop.staff("PATCH", `/products/${id}`, { slug: `${slug}-2` });
    const moved = await shop.ask(`/v1/products/${slug}/reviews?limit=2`);
    expect([moved.status, moved.headers.get("location")]).toEqual([
      301,
      `/v1/products/${slug}-2/reviews?limit=2`,
    ]);
    await shop.staff("PATCH", `/products/${id}`, { status: "draft" });
    expect((await shop.ask(`/v1/products/${id}/reviews`)).status).toBe(404);
  });

  test("is a public answer, which is purged when a review is approved", async () => {
    const { id } = await shop.newProduct();
    await shop.deliver();
    const { headers } = await shop.ask(`/v1/products/${id}/reviews`);
    expect(headers.get("cache-tag")).toBe(`catalog,${id}`);
    shop.purged.length = 0;
    const { answer } = await shop.approved(id);
    expect(answer.headers.get("bodega-purge")).toBe("*");
    await shop.deliver();
    expect(shop.purged).toEqual([["lists", id]]);
  });
});

describe("the rating of a product", () => {
  test("is the average of approved reviews, also in lists, and sorts them", async () => {
    const [good, poor, none] = [
      await shop.newProduct(),
      await shop.newProduct(),
      await shop.newProduct(),
    ];
    for (const rating of [5, 4, 4]) await shop.approved(good.id, { rating });
    const { review } = await shop.approved(poor.id, { rating: 1 });
    const rejected = await shop.approved(poor.id, { rating: 5 });
    await shop.change(rejected.review.id, { status: "rejected" });
    expect((await shop.product(good.slug)).rating).toEqual({ average: 4.33, count: 3 });
    expect((await shop.product(poor.slug)).rating).toEqual({ average: 1, count: 1 });
    expect((await shop.product(none.slug)).rating).toEqual({ average: null, count: 0 });
    await shop.staff("PATCH", `/products/${good.id}`, { title: "Oak Lamp, again" });
    const { data } = (await (
      await shop.ask("/v1/products?sort=rating&limit=100")
    ).json()) as Page<Product>;
    const order = data.map(({ id }) => id);
    expect(order.indexOf(good.id)).toBeLessThan(order.indexOf(poor.id));
    expect(order.indexOf(poor.id)).toBeLessThan(order.indexOf(none.id));
    const averages = data.map(({ rating }) => rating.average ?? 0);
    expect(averages).toEqual(averages.toSorted((a, b) => b - a));
    await shop.change(review.id, { status: "rejected" });
    expect((await shop.product(poor.slug)).rating).toEqual({ average: null, count: 0 });
  });

  test("counts every review when ten are approved at once", async () => {
    const { id, slug } = await shop.newProduct();
    await Promise.all(Array.from({ length: 10 }, () => shop.approved(id, { rating: 3 })));
    expect((await shop.product(slug)).rating).toEqual({ average: 3, count: 10 });
  });
});

describe("the back office", () => {
  test("lists reviews by status, and answers one publicly", async () => {
    const { id, slug } = await shop.newProduct();
    const { review } = await shop.approved(id);
    const reply = "Thank you, Ada.";
    const { body } = await shop.change(review.id, { reply });
    expect(body).toMatchObject({ status: "approved", reply, version: 3 });
    expect((await listed(`${slug}/reviews`)).data[0]).toMatchObject({ reply });
    const page = await shop.staff<Page<SubmittedReview>>(
      "GET",
      "/reviews?status=approved&limit=100",
    );
    expect(page.body.data.map((found) => found.id)).toContain(review.id);
    expect(new Set(page.body.data.map(({ status }) => status))).toEqual(new Set(["approved"]));
  });

  test("refuses a change when If-Match names an earlier version", async () => {
    const { id } = await shop.newProduct();
    const { review, answer } = await shop.approved(id);
    const etag = { "if-match": answer.etag ?? "" };
    expect((await shop.change(review.id, { reply: "Thanks." }, etag)).status).toBe(200);
    expect((await shop.change(review.id, { status: "rejected" }, etag)).status).toBe(412);
    expect((await shop.change("rev_00000000", { status: "rejected" })).status).toBe(404);
    expect((await shop.change(review.id, { status: "pending" })).status).toBe(400);
  });
});

describe("the erasure of an account", () => {
  test("deletes its reviews and stored answers, and takes them out of the rating", async () => {
    const { id, slug } = await shop.newProduct();
    await shop.approved(id, { rating: 2 });
    const mark = `canary-${crypto.randomUUID()}`;
    const { actor, review } = await shop.approved(id, { rating: 4, body: mark });
    await shop.change(review.id, { reply: "Thanks." }, { "idempotency-key": crypto.randomUUID() });
    shop.buy(actor, id);
    const key = { "idempotency-key": crypto.randomUUID() };
    await shop.submit(actor, id, { ...WRITTEN, body: mark }, key);
    expect(JSON.stringify(await shop.personalData(actor.userId))).toContain(mark);
    expect(await shop.dump()).toContain(mark);
    await shop.erase(actor);
    await shop.erase(actor);
    expect(await shop.dump()).not.toContain(mark);
    expect((await shop.product(slug)).rating).toEqual({ average: 2, count: 1 });
    expect(await shop.personalData(actor.userId)).toEqual({
      reviews: [],
      wishlist: [],
      customerGroups: [],
    });
  });

  test("refuses a review that arrives after it", async () => {
    const { id } = await shop.newProduct();
    const buyer = userActor();
    shop.buy(buyer, id);
    await shop.erase(buyer);
    expect(await codeOf(await shop.submit(buyer, id))).toEqual([401, "unauthenticated"]);
  });
});
