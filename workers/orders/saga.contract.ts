import * as z from "zod";
import { Id } from "#kernel/ids";

/** How far the saga of an order is: reserving, authorising, committing, capturing, or compensating. */
export const SAGA_STATES = [
  "STARTED",
  "PAYMENT_REQUESTED",
  "PAYMENT_SUCCEEDED",
  "PAYMENT_FAILED",
  "COMPLETED",
  "COMPENSATING",
  "COMPENSATED",
  "FAILED",
] as const;
export type SagaState = (typeof SAGA_STATES)[number];

/** The steps of a saga in their order. The last three compensate the others. */
export const SAGA_STEPS = [
  "reserve",
  "authorise",
  "commit",
  "capture",
  "void",
  "refund",
  "release",
] as const;
export type SagaStepName = (typeof SAGA_STEPS)[number];

/** A step that has begun. A repeated step, such as another attempt to pay, is listed again. */
export const SagaStep = z
  .strictObject({
    name: z.enum(SAGA_STEPS),
    /** A step is cancelled when the order is cancelled before the step ended. */
    state: z.enum(["running", "succeeded", "failed", "cancelled"]),
    startedAt: z.iso.datetime(),
    /** Null while the step runs. */
    endedAt: z.iso.datetime().nullable(),
    /** Why the step failed, as a code. */
    error: z.string().exactOptional(),
  })
  .meta({ id: "SagaStep" });
export type SagaStep = z.infer<typeof SagaStep>;

/** What the shop does to sell an order, and to undo it. */
export const Saga = z
  .strictObject({
    orderId: Id("order"),
    state: z.enum(SAGA_STATES),
    steps: z.array(SagaStep),
    startedAt: z.iso.datetime(),
    /** The last change of the order. */
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Saga" });
export type Saga = z.infer<typeof Saga>;
