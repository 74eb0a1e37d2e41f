import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { refusalLog } from "#kernel/failure";
import { log } from "#kernel/log";
import { ok } from "#kernel/result";
import { isUnpaid, mayMove } from "./payment-state.rules";
import type { PaymentRow } from "./payments.statements";
import type { PaymentsStore } from "./payments.store";
import type { PaymentProvider, Webhook, WebhookReader } from "./provider.port";
import type { ProviderStateService } from "./provider-state.service";

interface Dependencies {
  store: PaymentsStore;
  providerState: ProviderStateService;
  provider: PaymentProvider & WebhookReader;
  clock: Clock;
}

/**
 * Returns the payment that a webhook is about: by the provider's id, then by the shop's, or else the
 * order's last attempt, so that money that no attempt expects is found.
 */
const paymentIn = (rows: readonly PaymentRow[], { ref, paymentId }: Webhook) =>
  rows.find(({ providerRef }) => providerRef === ref) ??
  rows.find(({ id }) => id === paymentId) ??
  rows.at(-1);

const concerns = (row: PaymentRow, { ref }: Webhook) =>
  row.providerRef === null || row.providerRef === ref;

/** Returns whether the payment could move to the state that the webhook claims. */
const mayAdvance = (row: PaymentRow, webhook: Webhook) =>
  concerns(row, webhook) && mayMove(row.state, webhook.state);

/**
 * Returns whether the webhook claims money that no order expects, as when a buyer returns to the page
 * of a declined card.
 */
const claimsUnexpectedMoney = (row: PaymentRow, webhook: Webhook) =>
  webhook.state === "authorized" && (isUnpaid(row.state) || !concerns(row, webhook));

/** Handles a provider's webhooks, which may arrive in any order and number. */
export const webhooksService = ({ store, providerState, provider, clock }: Dependencies) => {
  const logRefusal = refusalLog("webhook.refused", clock);

  const read = async (body: string, signature: string | undefined) => {
    try {
      return await provider.read(body, signature);
    } catch (err) {
      logRefusal(err);
      throw err;
    }
  };

  const voidStrayMoney = async (row: PaymentRow, ref: string) => {
    const { state, orderId } = await provider.retrieve(ref);
    if (state !== "authorized" || orderId !== row.orderId) return;
    log.warn("payment.stray", { paymentId: row.id, providerRef: ref });
    await provider.cancel(ref, `void:${orderId}:${ref}`);
  };

  return {
    /**
     * Handles one webhook. One that changes nothing costs at most one database call.
     * @throws AppError `signature_invalid`
     */
    async handle(body: string, signature: string | undefined) {
      const webhook = await read(body, signature);
      if (!webhook) return;
      const { id: webhookId, orderId, ref } = webhook;
      nameCall({ sagaId: orderId });
      const payment = paymentIn(await store.findAll([orderId]), webhook);
      if (!payment) return;
      if (mayAdvance(payment, webhook)) {
        const outcome = ok(await provider.retrieve(ref));
        await providerState.applyProviderState({ payment, outcome, webhookId });
      } else if (claimsUnexpectedMoney(payment, webhook)) {
        await voidStrayMoney(payment, ref);
      }
    },
  };
};
export type WebhooksService = ReturnType<typeof webhooksService>;
