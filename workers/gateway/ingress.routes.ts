import { Receiver } from "@upstash/qstash";
import { currentTrace, nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, appErrorIn, problemResponse } from "#kernel/errors";
import { Envelope } from "#kernel/events";
import { refusalLog } from "#kernel/failure";
import { log } from "#kernel/log";
import { audienceOf } from "./audience.service";
import { saysTooLarge, wholeBody } from "./body.http";
import type { Services } from "./env";

interface IngressOptions {
  services: Services;
  currentSigningKey: string;
  nextSigningKey: string;
  /** The exact public URL of the ingress: the signature covers it. */
  url: string;
  clock: Clock;
}

/** How far the queue's clock may be from ours. */
const LEEWAY_SECONDS = 30;

/** QStash takes this as "never again": the message goes to the dead letters. */
const poison = () =>
  new Response(null, { status: 489, headers: { "Upstash-NonRetryable-Error": "true" } });

/**
 * The answer to an event that was not heard by all. It has no Retry-After: QStash obeys that header
 * instead of its own back-off. https://upstash.com/docs/qstash/features/retry
 */
const notHeard = () =>
  problemResponse(new AppError("dependency_unavailable"), currentTrace().requestId);

const isUnreadable = (err: unknown) => appErrorIn(err)?.code === "validation_failed";

const parsed = (text: string) => {
  try {
    return Envelope.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/**
 * The ingress of events: checks the queue's signature, hands the event to every Worker that hears it,
 * and only when all have committed acknowledges it to its owner. Any failure lets the queue try again;
 * those who had done their part recognise the event.
 */
export const eventIngress = ({
  services,
  currentSigningKey,
  nextSigningKey,
  url,
  clock,
}: IngressOptions) => {
  const receiver = new Receiver({ currentSigningKey, nextSigningKey, devMode: false });
  const logRefusal = refusalLog("event.refused", clock);

  const verify = async (signature: string | null, text: string) => {
    try {
      await receiver.verify({
        signature: signature ?? "",
        body: text,
        url,
        clockTolerance: LEEWAY_SECONDS,
      });
    } catch (cause) {
      const refusal = new AppError("signature_invalid", undefined, { cause });
      logRefusal(refusal);
      throw refusal;
    }
  };

  const deliver = async (event: Envelope) => {
    const trace = currentTrace();
    const { owner, hearers } = audienceOf(event);
    // All come to their end: when this request ends, calls that still run end with it.
    const heard = await Promise.allSettled(
      hearers.map((hearer) => services[hearer].receive(event, trace)),
    );
    const failures = heard.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    if (failures.length > 0) throw failures.find((err) => !isUnreadable(err)) ?? failures[0];
    await services[owner].acknowledge([event.id], trace);
  };

  return async (request: Request): Promise<Response> => {
    if (saysTooLarge(request)) throw new AppError("body_too_large");
    const text = new TextDecoder().decode(await wholeBody(request));
    await verify(request.headers.get("upstash-signature"), text);
    const event = parsed(text);
    if (!event) return poison();
    nameCall({
      correlationId: event.correlationid,
      ...(event.sagaid ? { sagaId: event.sagaid } : {}),
    });
    try {
      await deliver(event);
      return new Response(null, { status: 204 });
    } catch (err) {
      log.warn("event.failed", { eventId: event.id, type: event.type, error: err });
      return isUnreadable(err) ? poison() : notHeard();
    }
  };
};
