import { z } from "zod";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";

/** CloudEvents 1.0 in JSON, https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export const Envelope = z.object({
  id: z.string().min(1),
  /** Such as `order.confirmed`. */
  type: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  /** The Worker that owns the event, such as `/orders`. */
  source: z.string().startsWith("/"),
  /** The id of the thing it is about. */
  subject: z.string(),
  time: z.iso.datetime(),
  specversion: z.literal("1.0"),
  datacontenttype: z.literal("application/json"),
  data: z.unknown(),
  correlationid: z.string(),
  causationid: z.string(),
  sagaid: z.string().optional(),
  /** Grows with each event of one subject, so that a hearer can tell older from newer. */
  sequence: z.number().int().nonnegative(),
});
export type Envelope = z.infer<typeof Envelope>;

export interface EventDefinition<Data> {
  type: string;
  data: z.ZodType<Data>;
}

/** An event of a contract. Data is thin: ids and numbers, never a person's data. */
export const defineEvent = <Data>(type: string, data: z.ZodType<Data>): EventDefinition<Data> => ({
  type,
  data,
});

interface Occasion<Data> {
  source: string;
  subject: string;
  sequence: number;
  data: Data;
  sagaId?: string;
  /** The id of the event or request that led to this one. */
  causationId?: string;
  nowMs: number;
}

/** A new event, to be written to the outbox in the same batch as what it tells. */
export const newEvent = <Data>(
  definition: EventDefinition<Data>,
  { source, subject, sequence, data, sagaId, causationId, nowMs }: Occasion<Data>,
): Envelope => {
  const { requestId, correlationId } = currentTrace();
  return {
    id: newId("event", nowMs),
    type: definition.type,
    source: `/${source}`,
    subject,
    time: new Date(nowMs).toISOString(),
    specversion: "1.0",
    datacontenttype: "application/json",
    data,
    correlationid: correlationId ?? requestId,
    causationid: causationId ?? requestId,
    ...(sagaId ? { sagaid: sagaId } : {}),
    sequence,
  };
};

export interface Hearing {
  type: string;
  handle(event: Envelope): Promise<void>;
}

/** Says what a Worker does when it hears of an event; data that does not fit is 400 and goes to the dead letters. */
export const hears = <Data>(
  definition: EventDefinition<Data>,
  handle: (data: Data, event: Envelope) => Promise<unknown>,
): Hearing => ({
  type: definition.type,
  handle: async (event) => {
    const data = definition.data.safeParse(event.data);
    if (!data.success) throw new AppError("validation_failed", `Unreadable ${event.type}`);
    await handle(data.data, event);
  },
});

/** Hands an event to whoever hears it; an event that nobody here hears is fine. */
export const dispatch = async (hearings: readonly Hearing[], event: Envelope) => {
  for (const hearing of hearings) {
    if (hearing.type === event.type) await hearing.handle(event);
  }
};
