import { equalInConstantTime, hmacHex } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { isId } from "#kernel/ids";
import type { WebhookReader } from "#payments/provider.port";
import type { RazorpayConnection } from "./razorpay-connection.client";
import { claimIn } from "./razorpay-webhooks.rules";

interface Dependencies {
  connection: RazorpayConnection;
  /** One secret, or two during a rotation. */
  secrets: readonly string[];
}

/** Reads Razorpay's webhooks: https://razorpay.com/docs/webhooks/validate-test */
export const razorpayWebhooks = ({ connection, secrets }: Dependencies): WebhookReader => {
  /** Verifies a signature with each secret in turn. */
  const isSigned = async (body: string, signature: string) => {
    for (const secret of secrets)
      if (equalInConstantTime(signature, await hmacHex(secret, body))) return true;
    return false;
  };

  return {
    async read(body, signature = "") {
      if (!(await isSigned(body, signature))) throw new AppError("signature_invalid");
      // The id of the event is in a header that the signature does not cover. The signature itself is as
      // unique, because it is repeated with the same body only.
      const id = signature;
      const claim = claimIn(body);
      if (claim?.kind !== "payment") return claim && { ...claim, id };
      // The shop's ids are read from the order, because the notes of a payment come from the checkout.
      const { notes } = await connection.readOrder(claim.ref);
      const { order_id: orderId, payment_id: paymentId = null } = notes;
      return orderId && isId("order", orderId) ? { ...claim, id, orderId, paymentId } : undefined;
    },
  };
};
