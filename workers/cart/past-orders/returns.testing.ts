import type { OrdersRpc } from "#contract/orders";
import { userIdOf } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { testTrace } from "#kernel/testing";
import type { ReturnedOrder, ReturnRequest } from "#orders/returns.contract";

/** The part of the orders Worker in memory that takes returns. It accepts the units of every order. */
export const returnsInMemory = (readable: OrdersRpc["readableOrder"]) => {
  const requests: ReturnRequest[] = [];
  const answers = new Map<string, { status: number; body: string }>();

  const requireOrder = async ({ orderId, actor, accessToken }: ReturnedOrder) => {
    const order = await readable({ orderId, actor, accessToken }, testTrace());
    if (!order) throw new AppError("not_found");
    return order;
  };

  const startExchange: OrdersRpc["startExchange"] = async (asked, { scope, key }) => {
    const { currency, shippingOption, shippingAddress } = await requireOrder(asked);
    const answer = answers.get(`${scope} ${key}`);
    const buyer = { country: shippingAddress?.country ?? null, userId: userIdOf(asked.actor) };
    return answer ? { answer } : { currency, buyer, ships: shippingOption !== null };
  };

  const requestReturn: OrdersRpc["requestReturn"] = async (wanted, { scope, key }) => {
    await requireOrder(wanted);
    const stored = answers.get(`${scope} ${key}`);
    if (stored) return { ...stored, replayed: true };
    requests.push(wanted);
    const answer = { status: 201, body: JSON.stringify({ id: wanted.returnId }) };
    answers.set(`${scope} ${key}`, answer);
    return { ...answer, replayed: false };
  };

  return { requests, rpc: { startExchange, requestReturn } };
};
