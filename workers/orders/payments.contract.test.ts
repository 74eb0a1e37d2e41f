import { testPaymentsContract } from "#workers/payments/contract.testing";
import { orderOf } from "#workers/payments/testing";
import { obedientPayments } from "./testing";

testPaymentsContract("the fake", async () => {
  const { rpc, answerWith } = obedientPayments();
  return {
    rpc,
    requestFor: (state) => {
      answerWith(state);
      return orderOf();
    },
    stop: async () => undefined,
  };
});
