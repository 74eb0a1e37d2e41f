import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { receiveUnits, stockDrift } from "#orders/stock.testing";
import { placementOf, stockedVariant, testOrders } from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const place = (placement: Parameters<typeof shop.placing.place>[0]) =>
  inCall(() => shop.placing.place(placement));
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];

describe("placing an order for scarce stock", () => {
  test("sells exactly the available units when many orders arrive at once", async () => {
    const variantId = await stockedVariant(shop.stock, 20);
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => place(placementOf(variantId))),
    );
    expect(outcomes.filter(({ answer }) => answer.status === 201).length).toBe(20);
    expect(outcomes.filter(({ answer }) => answer.status === 409).length).toBe(40);
    expect(await levelOf(variantId)).toMatchObject({ available: 0, reserved: 0, sold: 20 });
  });

  test("does not report backorderable lines as out of stock", async () => {
    const [scarce, endless] = [
      await stockedVariant(shop.stock, 1),
      await stockedVariant(shop.stock, 0),
    ];
    const placement = placementOf(scarce, 2, { policies: { [endless]: "continue" } });
    const both = { ...placement, lines: [...placement.lines, ...placementOf(endless).lines] };
    const { answer } = await place(both);
    expect(JSON.parse(answer.body).lines).toMatchObject([{ variantId: scarce }]);
  });

  test("removes the backordered units from stock when the payment fails", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith("failed");
    await place(placementOf(variantId, 4, { policies: { [variantId]: "continue" } }));
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
    expect(await stockDrift(shop.db)).toEqual([]);
  });

  test("places the order when the missing units return to stock during the refusal", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const { sellable } = shop.stock;
    const looking = spyOn(shop.stock, "sellable").mockImplementationOnce(async (ids) => {
      await receiveUnits(shop, variantId, 1);
      return sellable(ids);
    });
    const outcome = await place(placementOf(variantId, 2));
    looking.mockRestore();
    expect(outcome.answer.status).toBe(201);
  });

  test("answers equal requests with the same refusal when they arrive at once", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const placement = placementOf(variantId, 2);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => place(placement)));
    expect(new Set(outcomes.map(({ answer }) => answer.body)).size).toBe(1);
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });
});
