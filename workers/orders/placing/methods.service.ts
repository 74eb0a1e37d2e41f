import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";

/**
 * Returns a function that refuses a payment method whose provider the shop does not have. It asks the payments
 * Worker, except about cards, which every shop accepts.
 * @throws AppError `payment_method_unknown`
 */
export const methodCheck =
  (payments: Pick<PaymentsRpc, "methods">) =>
  async (method: string): Promise<void> => {
    if (method === "card") return;
    const methods: readonly string[] = await payments.methods(currentTrace());
    if (!methods.includes(method)) throw new AppError("payment_method_unknown");
  };
