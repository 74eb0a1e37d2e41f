import type { Settings } from "#contract/settings";
import { AppError } from "#kernel/errors";
import type { Answer, KeyedRequest } from "#kernel/mutations/idempotency";
import { type AgeKeys, pageOf } from "#kernel/routes/page";
import type { ReceivedLine, Return } from "#orders/after-sale.contract";
import type { RequestedMove, RequestMove } from "#orders/moves/requested-moves.service";
import type { OrderRow } from "#orders/order/order.rules";
import {
  approveMove,
  hasReturn,
  type ReturnInput,
  receiveMove,
  rejectMove,
  requestReturnMove,
  returnIn,
} from "./return-moves.rules";
import { staffReturnView } from "./return-view.rules";
import type { ReturnsStore } from "./returns.store";

interface Dependencies {
  returns: ReturnsStore;
  readSettings: () => Promise<Settings>;
  requestMove: RequestMove;
}

interface ListQuery {
  status: Return["status"] | undefined;
  limit: number;
  before: AgeKeys | undefined;
}

const returnAnswer =
  (returnId: string, status: 200 | 201) =>
  (row: OrderRow): Answer => ({ status, body: JSON.stringify(returnIn(row, returnId)) });

/** Takes the returns of buyers, and what staff decide about them. */
export const returnsService = ({ returns, readSettings, requestMove }: Dependencies) => {
  /** Moves the order of a return. @throws 404 for an unknown return */
  const decide = async (
    returnId: string,
    request: KeyedRequest | undefined,
    decision: RequestedMove["decide"],
  ) => {
    const orderId = await returns.orderIdOf(returnId);
    if (!orderId) throw new AppError("not_found", "Return not found.");
    return requestMove({
      orderId,
      request,
      decide: decision,
      answer: returnAnswer(returnId, 200),
    });
  };

  return {
    /**
     * Asks to send units of an order back. The caller has checked the access.
     * @throws 422 `exchange_not_supported`, and the errors of `requestReturnMove`
     */
    async request(orderId: string, input: ReturnInput, request: KeyedRequest) {
      if (input.resolution === "exchange") throw new AppError("exchange_not_supported");
      const { returnWindowDays } = await readSettings();
      return requestMove({
        orderId,
        request,
        decide: (row, context) =>
          hasReturn(row, input.returnId)
            ? undefined
            : requestReturnMove(row, input, returnWindowDays, context),
        answer: returnAnswer(input.returnId, 201),
      });
    },

    approve: (returnId: string, request: KeyedRequest | undefined) =>
      decide(returnId, request, (row, context) => approveMove(row, returnId, context)),

    reject: (returnId: string, reason: string | null, request: KeyedRequest | undefined) =>
      decide(returnId, request, (row, context) => rejectMove(row, { returnId, reason }, context)),

    /** Records the units of a return that arrived, and books their refund. */
    receive: (returnId: string, lines: ReceivedLine[], request: KeyedRequest | undefined) =>
      decide(returnId, request, (row, context) => receiveMove(row, { returnId, lines }, context)),

    /** Returns a page of the returns of all orders, newest first. */
    async list(query: ListQuery) {
      const rows = await returns.page(query);
      const notes = await returns.notes(rows.map(({ orderId }) => orderId));
      return pageOf(
        rows,
        query.limit,
        ({ requestedAt, id }) => [requestedAt, id],
        (row) => staffReturnView(row, notes),
      );
    },
  };
};
export type ReturnsService = ReturnType<typeof returnsService>;
