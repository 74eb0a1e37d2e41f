import type { TimelineEntry } from "#contract/orders";
import type { OrderRow } from "#orders/order/order.rules";
import type { Saga, SagaStep, SagaStepName } from "#orders/saga.contract";
import type { EntryData, EntryType } from "#orders/timeline/entries.rules";
import { sagaStateOf } from "./saga-state.rules";

interface Step<Type extends EntryType> {
  steps: SagaStep[];
  data: EntryData[Type];
  at: string;
}
type Effect<Type extends EntryType> = (step: Step<Type>) => SagaStep[];

const begun = (name: SagaStepName, startedAt: string): SagaStep => ({
  name,
  state: "running",
  startedAt,
  endedAt: null,
});

/** Returns a step that one batch began and ended. */
const doneAt = (name: SagaStepName, at: string): SagaStep => ({
  name,
  state: "succeeded",
  startedAt: at,
  endedAt: at,
});

type End = Omit<SagaStep, "name" | "startedAt">;

/** Returns the steps after the end of one that runs; unchanged if it does not run. */
const ended = (steps: readonly SagaStep[], name: SagaStepName, end: End): SagaStep[] =>
  steps.map((step) =>
    step.name === name && step.state === "running" ? { ...step, ...end } : step,
  );

const succeeded = (steps: readonly SagaStep[], name: SagaStepName, endedAt: string) =>
  ended(steps, name, { state: "succeeded", endedAt });

const isCancelled = (steps: readonly SagaStep[]) => steps.some(({ name }) => name === "release");

/** Returns the steps after a cancellation: the units are released, and authorised money is voided. */
const cancelled = ({ steps, data: { reason, paymentStatus }, at }: Step<"cancelled">) => [
  ...ended(ended(steps, "capture", { state: "cancelled", endedAt: at }), "authorise", {
    state: "failed",
    endedAt: at,
    error: reason,
  }),
  doneAt("release", at),
  ...(paymentStatus === "authorized" ? [begun("void", at)] : []),
];

/** Returns the steps after money was taken, perhaps of an order that was just cancelled. */
const paid = ({ steps, at }: Step<"paid">) =>
  isCancelled(steps)
    ? [
        ...ended(steps, "void", { state: "failed", endedAt: at, error: "captured" }),
        doneAt("capture", at),
      ]
    : succeeded(steps, "capture", at);

/**
 * How each entry changes the steps. Entries that are missing here change none. A refund of an order that is
 * not cancelled compensates nothing.
 */
const EFFECTS: { [Type in EntryType]?: Effect<Type> } = {
  placed: ({ at }) => [doneAt("reserve", at)],
  payment_requested: ({ steps, at }) => [
    ...ended(steps, "authorise", { state: "failed", endedAt: at, error: "attempt_replaced" }),
    begun("authorise", at),
  ],
  confirmed: ({ steps, at }) => [
    ...succeeded(steps, "authorise", at),
    doneAt("commit", at),
    begun("capture", at),
  ],
  paid,
  cancelled,
  payment_voided: ({ steps, at }) => succeeded(steps, "void", at),
  refund_requested: ({ steps, at }) =>
    isCancelled(steps) ? [...steps, begun("refund", at)] : steps,
  refunded: ({ steps, at }) => succeeded(steps, "refund", at),
  refund_failed: ({ steps, at }) =>
    ended(steps, "refund", { state: "failed", endedAt: at, error: "refund_failed" }),
};

/** The types of the entries of which the steps are folded. */
export const SAGA_ENTRIES = Object.keys(EFFECTS) as EntryType[];

export type SagaEntry = Pick<TimelineEntry, "type" | "at" | "data">;

const stepsOf = (entries: readonly SagaEntry[]): SagaStep[] =>
  entries.reduce<SagaStep[]>((steps, { type, data, at }) => {
    const effect = EFFECTS[type as EntryType] as Effect<EntryType> | undefined;
    return effect?.({ steps, data: data as EntryData[EntryType], at }) ?? steps;
  }, []);

export type SagaOrder = Pick<
  OrderRow,
  "id" | "status" | "paymentStatus" | "capturedMinor" | "refundedMinor" | "createdAt" | "updatedAt"
>;

/** Returns the saga of an order, folded from its row and its timeline. Nothing else stores it. */
export const sagaOf = (order: SagaOrder, entries: readonly SagaEntry[]): Saga => ({
  orderId: order.id,
  state: sagaStateOf(order),
  steps: stepsOf(entries),
  startedAt: new Date(order.createdAt).toISOString(),
  updatedAt: new Date(order.updatedAt).toISOString(),
});
