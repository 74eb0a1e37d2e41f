import { digestId, newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";

/**
 * Returns the id of a refund. It is derived from the idempotency key, so that a key makes one refund even
 * after its stored answer was deleted.
 */
export const refundIdOf = (orderId: string, request: KeyedRequest | undefined) =>
  request ? digestId("refund", `${orderId} ${request.scope} ${request.key}`) : newId("refund");
