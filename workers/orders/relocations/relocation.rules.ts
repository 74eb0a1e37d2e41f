import { AppError } from "#kernel/errors";
import type { StockTransfer } from "#orders/stock/stock-changes.statements";
import type { RELOCATION_STATUSES } from "#orders/stock.contract";

export interface RelocationLine {
  variantId: string;
  quantity: number;
  received: number;
  lost: number;
  returned: number;
}

export interface Relocation {
  id: string;
  fromLocationId: string;
  toLocationId: string;
  status: (typeof RELOCATION_STATUSES)[number];
  reason: string | null;
  version: number;
  lines: RelocationLine[];
  createdAt: number;
  updatedAt: number;
}

/** What became of units of a relocation: they arrived, were lost, or went back. */
export interface Outcome {
  variantId: string;
  received: number;
  lost: number;
  returned: number;
}

/** Returns the units that are still on the way. */
export const restOf = ({ quantity, received, lost, returned }: RelocationLine) =>
  quantity - received - lost - returned;

/** Returns a relocation as staff see it. */
export const relocationView = ({
  version: _,
  createdAt,
  updatedAt,
  ...relocation
}: Relocation) => ({
  ...relocation,
  lines: relocation.lines.map((line) => ({ ...line, inTransit: restOf(line) })),
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

const tooMany = (errors: { index: number; rest: number }[]) =>
  new AppError("units_unavailable", "More units than are on the way.", {
    errors: errors.map(({ index, rest }) => ({
      pointer: `/lines/${index}`,
      code: "too_large",
      message: `Must be at most the ${rest} units that are on the way.`,
      max: rest,
    })),
  });

/** @throws 409 `units_unavailable` for more units than are on the way */
const requireRest = ({ lines }: Relocation, outcomes: readonly Outcome[]) => {
  const wrong = outcomes.flatMap(({ variantId, received, lost, returned }, index) => {
    const line = lines.find((each) => each.variantId === variantId);
    const rest = line ? restOf(line) : 0;
    return received + lost + returned > rest ? [{ index, rest }] : [];
  });
  if (wrong.length > 0) throw tooMany(wrong);
};

/**
 * Returns a relocation after some of its units arrived, were lost or went back.
 * @throws 409 `relocation_status_conflict`, `units_unavailable`
 */
export const received = (
  relocation: Relocation,
  outcomes: readonly Outcome[],
  nowMs: number,
): Relocation => {
  const { status } = relocation;
  if (status !== "in_transit")
    throw new AppError("relocation_status_conflict", `The relocation is ${status}.`);
  requireRest(relocation, outcomes);
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.variantId, outcome]));
  const lines = relocation.lines.map((line) => {
    const outcome = outcomeOf.get(line.variantId);
    if (!outcome) return line;
    return {
      ...line,
      received: line.received + outcome.received,
      lost: line.lost + outcome.lost,
      returned: line.returned + outcome.returned,
    };
  });
  const isOver = lines.every((line) => restOf(line) === 0);
  const anyReceived = lines.some((line) => line.received > 0);
  const ended = anyReceived ? "received" : "cancelled";
  return {
    ...relocation,
    lines,
    status: isOver ? ended : "in_transit",
    version: relocation.version + 1,
    updatedAt: nowMs,
  };
};

/** Returns the outcome by which all units that are on the way go back. */
export const allReturned = ({ lines }: Relocation): Outcome[] =>
  lines
    .filter((line) => restOf(line) > 0)
    .map((line) => ({
      variantId: line.variantId,
      received: 0,
      lost: 0,
      returned: restOf(line),
    }));

/** Returns the transfers that send the units of a relocation. */
export const sentTransfers = ({ fromLocationId, toLocationId, lines }: Relocation) => {
  const units = lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  const transfer: StockTransfer = {
    from: "available",
    to: "in_transit",
    locationId: fromLocationId,
    toLocationId,
    units,
  };
  return [transfer];
};

/** Returns the transfers that book outcomes. Units on the way are in the account of their destination. */
export const outcomeTransfers = (
  { fromLocationId, toLocationId }: Relocation,
  outcomes: readonly Outcome[],
): StockTransfer[] => {
  const units = (part: "received" | "lost" | "returned") =>
    outcomes
      .filter((outcome) => outcome[part] > 0)
      .map((outcome) => ({ variantId: outcome.variantId, quantity: outcome[part] }));
  const of = { from: "in_transit", locationId: toLocationId } as const;
  const transfers: StockTransfer[] = [
    { ...of, to: "available", units: units("received") },
    { ...of, to: "world", units: units("lost") },
    { ...of, to: "available", toLocationId: fromLocationId, units: units("returned") },
  ];
  return transfers.filter((transfer) => transfer.units.length > 0);
};
