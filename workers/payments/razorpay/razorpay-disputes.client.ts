import type { DisputeReader } from "#payments/provider.port";
import type { RazorpayConnection } from "./razorpay-connection.client";
import { disputeFrom, RazorpayDispute } from "./razorpay-disputes.rules";
import { PaymentOfOrder } from "./razorpay-orders.rules";

/** Razorpay's disputes: https://razorpay.com/docs/api/disputes */
export const razorpayDisputes = ({ read }: RazorpayConnection): DisputeReader => ({
  async retrieveDispute(ref) {
    const dispute = await read(`/v1/disputes/${ref}`, RazorpayDispute);
    const { order_id } = await read(`/v1/payments/${dispute.payment_id}`, PaymentOfOrder);
    return disputeFrom(dispute, order_id);
  },
});
