import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import type { Charge } from "#payments/charges.contract";

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

/**
 * Returns a function that refuses a method that cannot charge an amount, before anything changes.
 * @throws AppError `payment_method_unknown`, `amount_not_chargeable`
 */
export const chargeCheck =
  (payments: Pick<PaymentsRpc, "refusedCharge">) =>
  async (charge: Charge): Promise<void> => {
    const refusal = await payments.refusedCharge(charge, currentTrace());
    if (!refusal) return;
    const { method, amount } = charge;
    const detail = `The method ${method} cannot charge this amount in ${amount.currency}.`;
    throw new AppError(refusal.code, detail, { extensions: { ...refusal.limits } });
  };
