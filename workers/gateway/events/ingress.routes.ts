import type { GatewayApp } from "#gateway/context.http";
import { declaresTooLarge, wholeBody } from "#gateway/requests/body.http";
import { currentTrace, nameCall } from "#kernel/call";
import { AppError, problemResponse } from "#kernel/errors";
import { Envelope } from "#kernel/events/events";
import { route } from "#kernel/routes/route";
import type { DeliveryOutcome, EventDelivery } from "./delivery.service";
import { receiveEvent } from "./ingress.api";
import type { SignatureCheck } from "./qstash.client";

interface Dependencies {
  verify: SignatureCheck;
  deliver: EventDelivery;
}

/** The answer to the queue for each outcome. */
const ANSWERS: Record<DeliveryOutcome, () => Response> = {
  committed: () => new Response(null, { status: 204 }),
  /** Tells QStash not to retry: the message goes to the dead letters. */
  unreadable: () =>
    new Response(null, { status: 489, headers: { "Upstash-NonRetryable-Error": "true" } }),
  /**
   * Has no Retry-After, which QStash would follow instead of its own back-off.
   * https://upstash.com/docs/qstash/features/retry
   */
  failed: () => {
    const { requestId } = currentTrace();
    const answer = problemResponse(new AppError("dependency_unavailable"), requestId);
    answer.headers.delete("Retry-After");
    return answer;
  },
};

const envelopeIn = (text: string) => {
  try {
    return Envelope.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const signedText = async (request: Request, verify: SignatureCheck) => {
  if (declaresTooLarge(request)) throw new AppError("body_too_large");
  const text = new TextDecoder().decode(await wholeBody(request));
  await verify(request.headers.get("upstash-signature"), text);
  return text;
};

/** The ingress of events, to which the queue delivers. */
export const ingressRoutes = (app: GatewayApp, { verify, deliver }: Dependencies) => {
  route(app, receiveEvent, async (c) => {
    const event = envelopeIn(await signedText(c.req.raw, verify));
    if (!event) return ANSWERS.unreadable();
    const { correlationid, sagaid } = event;
    nameCall({ correlationId: correlationid, ...(sagaid ? { sagaId: sagaid } : {}) });
    return ANSWERS[await deliver(event)]();
  });
};
