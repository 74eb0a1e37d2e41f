import * as z from "zod";
import { currentTrace, currentTraceparent } from "#kernel/call";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";

/** CloudEvents 1.0 in JSON, https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export const Envelope = z.object({
  id: z.string().min(1),
  /** For example `order.confirmed`. */
  type: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  /** The owner of the event, for example `/orders`. */
  source: z.string().startsWith("/"),
  /** The id of the object that the event is about. */
  subject: z.string(),
  time: z.iso.datetime(),
  specversion: z.literal("1.0"),
  datacontenttype: z.literal("application/json"),
  data: z.unknown(),
  correlationid: z.string(),
  causationid: z.string(),
  sagaid: z.string().optional(),
  /**
   * The context in which the event was created, which its handlers continue:
   * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/distributed-tracing.md
   */
  traceparent: z.string().optional(),
  /**
   * The Workers that handle the event, separated by commas because CloudEvents extensions cannot be
   * lists; empty if no Worker handles it. Missing only in envelopes that are older than this attribute.
   */
  handlers: z
    .string()
    .regex(/^([a-z]+(,[a-z]+)*)?$/)
    .optional(),
  /** Increases with each event of one subject, so that a handler can tell which of two events is newer. */
  sequence: z.number().int().nonnegative(),
});
export type Envelope = z.infer<typeof Envelope>;

export interface EventDefinition<Data> {
  type: string;
  data: z.ZodType<Data>;
  /** The names of the Workers that handle the event. */
  handlers: readonly string[];
}

/**
 * Defines an event of a contract. Data is ids and numbers, never personal. An event without handlers
 * stays in the outbox and is not published.
 */
export const defineEvent = <Data>(
  type: string,
  data: z.ZodType<Data>,
  handlers: readonly string[],
): EventDefinition<Data> => ({ type, data, handlers });

/** The queue's flow of mail. The queue limits its rate, and its messages do not wait for other handlers. */
export const MAIL_FLOW = "mail";
const MAIL_HANDLER = "notifications";

/** Returns the rate-limited flow of a message, which `messagesOf` has split; null if it has none. */
export const flowOf = ({ handlers }: Envelope) => (handlers === MAIL_HANDLER ? MAIL_FLOW : null);

/** Returns the names of the Workers that handle an event. */
export const handlersOf = ({ handlers }: Envelope) => handlers?.split(",").filter(Boolean);

/** Returns an event that causes no mail. */
export const withoutMail = (event: Envelope): Envelope => ({
  ...event,
  handlers: (handlersOf(event) ?? []).filter((handler) => handler !== MAIL_HANDLER).join(),
});

/**
 * Splits an event into the messages that are delivered. Mail is a separate message with its own id: it waits
 * for the mail provider's rate limit without delaying other handlers, and a retry of the mail does not call
 * them again.
 */
export const messagesOf = (event: Envelope): Envelope[] => {
  const handlers = handlersOf(event) ?? [];
  const others = handlers.filter((handler) => handler !== MAIL_HANDLER);
  if (others.length === 0 || others.length === handlers.length) return [event];
  return [
    { ...event, handlers: others.join() },
    { ...event, id: `${event.id}.${MAIL_FLOW}`, handlers: MAIL_HANDLER },
  ];
};

interface EventInput<Data> {
  source: string;
  subject: string;
  sequence: number;
  data: Data;
  sagaId?: string;
  /** The id of the event or request that caused this one. */
  causationId?: string;
  nowMs: number;
}

/** The id of an event, and the ids and the trace context of the request that creates it. */
export interface EventIdentity {
  id: string;
  requestId: string;
  correlationId?: string;
  traceparent?: string | undefined;
}

/** Returns an event built only from its arguments, for rules that decide which events a change announces. */
export const envelopeOf = <Data>(
  definition: EventDefinition<Data>,
  input: EventInput<Data>,
  { id, requestId, correlationId, traceparent }: EventIdentity,
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
  ...(traceparent ? { traceparent } : {}),
  handlers: definition.handlers.join(),
  sequence: input.sequence,
});

/** Returns an event of the current request. The batch of its effect writes it to the outbox. */
export const newEvent = <Data>(
  definition: EventDefinition<Data>,
  input: EventInput<Data>,
): Envelope =>
  envelopeOf(definition, input, {
    ...currentTrace(),
    traceparent: currentTraceparent(),
    id: newId("event", input.nowMs),
  });

export interface EventHandler {
  type: string;
  handle(event: Envelope): Promise<void>;
}

/**
 * Returns a Worker's handler for an event. The handler throws 400 `validation_failed` if the data does not
 * match the schema, so that the gateway makes the queue stop retrying.
 */
export const handles = <Data>(
  definition: EventDefinition<Data>,
  handle: (data: Data, event: Envelope) => Promise<unknown>,
): EventHandler => ({
  type: definition.type,
  handle: async (event) => {
    const data = definition.data.safeParse(event.data);
    if (!data.success) throw new AppError("validation_failed", `Unreadable ${event.type}`);
    await handle(data.data, event);
  },
});

/**
 * Calls the Worker's handlers of an event.
 * @throws AppError `dependency_unavailable` if this Worker has no handler for it, because a Worker of another
 * version may handle it and an unhandled event must not be acknowledged
 */
export const dispatch = async (handlers: readonly EventHandler[], event: Envelope) => {
  const matching = handlers.filter(({ type }) => type === event.type);
  if (matching.length === 0)
    throw new AppError("dependency_unavailable", `This version does not handle ${event.type}`);
  for (const handler of matching) await handler.handle(event);
};
