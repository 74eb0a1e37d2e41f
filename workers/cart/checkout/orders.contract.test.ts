import { newId } from "#kernel/ids";
import { testOrdersContract } from "#orders/contract.testing";
import { placementOf } from "#orders/testing";
import { inMemoryOrders } from "./orders.testing";

testOrdersContract("the fake", async () => {
  const { rpc, setOutcomes, stock } = inMemoryOrders();
  return {
    rpc,
    async placementFor(outcome) {
      setOutcomes(outcome);
      return placementOf(newId("variant"));
    },
    async stocked(units) {
      const variantId = newId("variant");
      stock.set(variantId, units);
      return variantId;
    },
    stop: async () => undefined,
  };
});
