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
  /**
   * The Workers that hear it, separated by commas because an extension of CloudEvents is no list; empty
   * when none does. Only an envelope that was written before this attribute existed lacks it.
   */
  hearers: z
    .string()
    .regex(/^([a-z]+(,[a-z]+)*)?$/)
    .optional(),
  /** Grows with each event of one subject, so that a hearer can tell older from newer. */
  sequence: z.number().int().nonnegative(),
});
export type Envelope = z.infer<typeof Envelope>;

export interface EventDefinition<Data> {
  type: string;
  data: z.ZodType<Data>;
  /** The names of the Workers that hear it. */
  hearers: readonly string[];
}

/**
 * Defines an event of a contract. Data is thin: ids and numbers, never a person's data. An event without
 * hearers is kept in the outbox and never published.
 */
export const defineEvent = <Data>(
  type: string,
  data: z.ZodType<Data>,
  hearers: readonly string[],
): EventDefinition<Data> => ({ type, data, hearers });

/** The flow of mail: it is rate-limited, and its messages wait for no other hearer. */
export const MAIL_FLOW = "mail";
const MAIL_HEARER = "notifications";

/** Returns the rate-limited flow that a message belongs to; null when it is in none. */
export const flowOf = ({ hearers }: Envelope) => (hearers === MAIL_HEARER ? MAIL_FLOW : null);

/** Returns the names of the Workers that hear an event. */
export const hearersOf = ({ hearers }: Envelope) => hearers?.split(",").filter(Boolean);

/**
 * Splits an event into the messages it is delivered as. Mail is a message of its own, with an id of its
 * own: it waits for the provider's rate limit without delaying the others, and trying it again repeats
 * nothing of theirs.
 */
export const messagesOf = (event: Envelope): Envelope[] => {
  const hearers = hearersOf(event) ?? [];
  const others = hearers.filter((hearer) => hearer !== MAIL_HEARER);
  if (others.length === 0 || others.length === hearers.length) return [event];
  return [
    { ...event, hearers: others.join() },
    { ...event, id: `${event.id}.${MAIL_FLOW}`, hearers: MAIL_HEARER },
  ];
};

interface EventInput<Data> {
  source: string;
  subject: string;
  sequence: number;
  data: Data;
  sagaId?: string;
  /** The id of the event or request that led to this one. */
  causationId?: string;
  nowMs: number;
}

/** What identifies an event and links it to the request that led to it. */
export interface EventIdentity {
  id: string;
  requestId: string;
  correlationId?: string;
}

/** Builds an event from its arguments alone, for rules that decide which events a change announces. */
export const eventOf = <Data>(
  definition: EventDefinition<Data>,
  input: EventInput<Data>,
  { id, requestId, correlationId }: EventIdentity,
): Envelope => ({
  id,
  type: definition.type,
  source: `/${input.source}`,
  subject: input.subject,
  time: new Date(input.nowMs).toISOString(),
  specversion: "1.0",
  datacontenttype: "application/json",
  data: input.data,
  correlationid: correlationId ?? requestId,
  causationid: input.causationId ?? requestId,
  ...(input.sagaId ? { sagaid: input.sagaId } : {}),
  hearers: definition.hearers.join(),
  sequence: input.sequence,
});

/** Builds an event of the current request, to be written to the outbox in the batch that makes it true. */
export const newEvent = <Data>(
  definition: EventDefinition<Data>,
  input: EventInput<Data>,
): Envelope => eventOf(definition, input, { ...currentTrace(), id: newId("event", input.nowMs) });

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

/**
 * Hands an event to the Worker's own hearings.
 * @throws AppError `dependency_unavailable` when there is none: a Worker of another version may hear it,
 * and nothing that was not heard is acknowledged
 */
export const dispatch = async (hearings: readonly Hearing[], event: Envelope) => {
  const heard = hearings.filter(({ type }) => type === event.type);
  if (heard.length === 0)
    throw new AppError("dependency_unavailable", `This version does not hear ${event.type}`);
  for (const hearing of heard) await hearing.handle(event);
};
