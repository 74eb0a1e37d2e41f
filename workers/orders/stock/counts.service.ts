import { newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { countedLines, countTransfers, type StockCount } from "./count.rules";
import type { StockStore } from "./stock.store";
import type { ChangeStock } from "./stock-change.service";

interface Dependencies {
  store: Pick<StockStore, "onHand">;
  change: ChangeStock;
}

/** Books stock counts. */
export const countsService = ({ store, change }: Dependencies) => ({
  /**
   * Makes the available units of a location agree with a count. Counts again if the stock changes meanwhile.
   * @throws 409 `insufficient_stock` for fewer units than orders have, and the errors of `ChangeStock`
   */
  async count(
    counted: Omit<StockCount, "id">,
    request: KeyedRequest | undefined,
  ): Promise<ReplayableAnswer> {
    const id = newId("stockCount");
    const { locationId, lines, reason, staffId } = counted;
    const variantIds = lines.map(({ variantId }) => variantId);
    return change({
      variantIds,
      request,
      async decide(levels) {
        const onHand = await store.onHand(locationId, levels);
        const compared = countedLines({ id, ...counted }, levels, onHand);
        const answer = {
          status: 201,
          body: JSON.stringify({ id, locationId, reason, lines: compared }),
        };
        const transfers = countTransfers(counted, compared);
        return {
          answer,
          change: { id, reason, reference: staffId, transfers, locationIds: [locationId] },
        };
      },
    });
  },
});
export type CountsService = ReturnType<typeof countsService>;
