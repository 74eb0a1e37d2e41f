import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { digestId, newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { ChangeStock } from "#orders/stock/stock-change.service";
import {
  allReturned,
  type Outcome,
  outcomeTransfers,
  type Relocation,
  received,
  relocationView,
  sentTransfers,
} from "./relocation.rules";
import type { RelocationsStore } from "./relocations.store";

interface NewRelocation {
  fromLocationId: string;
  toLocationId: string;
  lines: { variantId: string; quantity: number }[];
  reason: string | null;
}

interface Dependencies {
  store: RelocationsStore;
  change: ChangeStock;
  clock: Clock;
}

const answerOf = (status: 200 | 201, relocation: Relocation) => ({
  status,
  body: JSON.stringify(relocationView(relocation)),
});

/** Moves units of stock between locations for staff. */
export const relocationsService = ({ store, change, clock }: Dependencies) => {
  const requireRelocation = async (id: string) => {
    const relocation = await store.find(id);
    if (!relocation) throw new AppError("not_found", "Relocation not found.");
    return relocation;
  };

  const sent = (id: string, { lines, ...given }: NewRelocation): Relocation => {
    const nowMs = clock.now();
    return {
      id,
      ...given,
      status: "in_transit",
      version: 1,
      lines: lines.map((line) => ({ ...line, received: 0, lost: 0, returned: 0 })),
      createdAt: nowMs,
      updatedAt: nowMs,
    };
  };

  /** Books what became of units, as `outcomesOf` decides it from the relocation as it is now. */
  const settle = async (
    id: string,
    outcomesOf: (relocation: Relocation) => readonly Outcome[],
    request: KeyedRequest | undefined,
  ) => {
    const variantIds = (await requireRelocation(id)).lines.map(({ variantId }) => variantId);
    let before: Relocation;
    let after: Relocation;
    return change(
      {
        variantIds,
        request,
        async decide(_, nowMs) {
          before = await requireRelocation(id);
          const outcomes = outcomesOf(before);
          after = received(before, outcomes, nowMs);
          const { reason, version } = after;
          const transfers = outcomeTransfers(before, outcomes);
          return {
            answer: answerOf(200, after),
            change: {
              id: `${id}.${version}`,
              reason: reason ?? "relocation",
              reference: id,
              transfers,
            },
          };
        },
      },
      (commit) => store.update(before, after, commit),
    );
  };

  return {
    read: requireRelocation,
    list: store.list,

    /**
     * Takes units from a location and sends them to another one. A key sends them once.
     * @throws 404 for an unknown variant, 422 `location_unknown`, 409 `insufficient_stock`, `conflict`
     */
    async send(given: NewRelocation, request: KeyedRequest | undefined) {
      const id = request
        ? await digestId("relocation", `${request.scope} ${request.key}`)
        : newId("relocation", clock.now());
      const relocation = (await store.find(id)) ?? sent(id, given);
      return change(
        {
          variantIds: given.lines.map(({ variantId }) => variantId),
          request,
          decide: () => ({
            answer: answerOf(201, relocation),
            change: {
              id,
              reason: given.reason ?? "relocation",
              reference: id,
              transfers: sentTransfers(relocation),
            },
          }),
        },
        (commit) => store.send(relocation, commit),
      );
    },

    /**
     * Books units that arrived, were lost or went back. The rest stays on the way.
     * @throws 404, 409 `relocation_status_conflict`, `units_unavailable`, `conflict`
     */
    receive: (id: string, outcomes: readonly Outcome[], request: KeyedRequest | undefined) =>
      settle(id, () => outcomes, request),

    /**
     * Returns the units that are on the way to the location that sent them.
     * @throws 404, 409 `relocation_status_conflict`, `conflict`
     */
    cancel: (id: string, request: KeyedRequest | undefined) => settle(id, allReturned, request),
  };
};
export type RelocationsService = ReturnType<typeof relocationsService>;
