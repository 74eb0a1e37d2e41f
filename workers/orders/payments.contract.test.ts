import { testPaymentsContract } from "#workers/payments/contract.testing";
import { orderOf } from "#workers/payments/testing";
import { inMemoryPayments } from "./payments.testing";

testPaymentsContract("the fake", async () => {
  const { rpc, answerWith } = inMemoryPayments();
  return {
    rpc,
    requestFor: (state) => {
      answerWith(state);
      return orderOf();
    },
    stop: async () => undefined,
  };
});
