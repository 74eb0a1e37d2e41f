import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { placementOf, stockedVariant, testOrders } from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const place = (placement: Parameters<typeof shop.placing.place>[0]) =>
  inCall(() => shop.placing.place(placement));

describe("the page to which the bank sends the buyer back", () => {
  const payment = {
    method: "card",
    token: "pm_card_visa",
    returnUrl: "https://shop.test/thanks?lang=de#top",
  } as const;
  /** Places an order, and returns it with the return URLs that the payments Worker got. */
  const placed = async (overrides: { customerId?: string; lostAnswers?: number } = {}) => {
    const { customerId = null, lostAnswers = 0 } = overrides;
    const placement = placementOf(await stockedVariant(shop.stock, 1), 1, { payment, customerId });
    for (let n = 0; n < lostAnswers; n += 1)
      shop.payments.answerWith(new DependencyError("stripe"));
    const authorise = spyOn(shop.payments.rpc, "authorise");
    for (let n = 0; n < lostAnswers; n += 1) await place(placement).catch(() => undefined);
    const outcome = await place(placement);
    const urls = authorise.mock.calls.map(([{ returnUrl }]) => returnUrl);
    authorise.mockRestore();
    return { placement, order: JSON.parse(outcome.answer.body), urls };
  };

  test("names the order, and has a guest's token in its fragment", async () => {
    const { order, urls } = await placed();
    const page = `https://shop.test/thanks?lang=de&order=${order.id}#token=${order.accessToken}`;
    expect(urls).toEqual([page]);
    expect(JSON.stringify(await shop.store.find(order.id))).not.toContain(order.accessToken);
  });

  test("has no token when the order belongs to an account", async () => {
    const { order, urls } = await placed({ customerId: newId("user") });
    expect(urls).toEqual([`https://shop.test/thanks?lang=de&order=${order.id}`]);
  });

  test("is the same when the request is repeated after a lost answer", async () => {
    const { placement, order, urls } = await placed({ lostAnswers: 1 });
    expect(urls).toHaveLength(2);
    expect(new Set(urls).size).toBe(1);
    const replayed = await inCall(() => shop.placing.replay(placement.request));
    expect(JSON.parse(replayed?.answer.body ?? "")).toEqual(order);
  });
});
