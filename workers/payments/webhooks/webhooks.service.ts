import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { refusalLog } from "#kernel/failure";
import { log } from "#kernel/log";
import { ok } from "#kernel/result";
import type { DisputesService } from "#payments/disputes/disputes.service";
import { isFinal, isUnpaid, mayMove } from "#payments/payment-state.rules";
import type { PaymentRow } from "#payments/payments.statements";
import type { PaymentsStore } from "#payments/payments.store";
import type {
  DisputeReader,
  DisputeWebhook,
  PaymentProvider,
  PaymentWebhook,
  RefundWebhook,
  WebhookReader,
} from "#payments/provider.port";
import type { ProviderStateService } from "#payments/provider-state.service";
import type { RefundStateService } from "#payments/refunds/refund-state.service";
import type { RefundsStore } from "#payments/refunds/refunds.store";

interface Dependencies {
  store: PaymentsStore;
  providerState: ProviderStateService;
  refundsStore: RefundsStore;
  refundState: RefundStateService;
  disputes: DisputesService;
  provider: PaymentProvider & WebhookReader & DisputeReader;
  clock: Clock;
}

/**
 * Returns the payment that a webhook is about: by the provider's id, then by the shop's, or else the
 * order's last attempt, so that money that no attempt expects is found.
 */
const paymentIn = (rows: readonly PaymentRow[], { ref, paymentId }: PaymentWebhook) =>
  rows.find(({ providerRef }) => providerRef === ref) ??
  rows.find(({ id }) => id === paymentId) ??
  rows.at(-1);

const concerns = (row: PaymentRow, { ref }: PaymentWebhook) =>
  row.providerRef === null || row.providerRef === ref;

/** Returns whether the payment could move to the state that the webhook claims. */
const mayAdvance = (row: PaymentRow, webhook: PaymentWebhook) =>
  concerns(row, webhook) && mayMove(row.state, webhook.state);

/**
 * Returns whether the webhook claims money that no order expects, as when a buyer returns to the page
 * of a declined card.
 */
const claimsUnexpectedMoney = (row: PaymentRow, webhook: PaymentWebhook) =>
  webhook.state === "authorized" && (isUnpaid(row.state) || !concerns(row, webhook));

/** Handles a provider's webhooks, which may arrive in any order and number. */
export const webhooksService = (dependencies: Dependencies) => {
  const { store, providerState, refundsStore, refundState, disputes, provider, clock } =
    dependencies;
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

  /** Reads a payment from the provider if it could move. One that cannot costs one database call. */
  const handlePayment = async (webhook: PaymentWebhook) => {
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
  };

  /** Reads the refunds of a payment of the shop from the provider, also those of its console. */
  const handleRefunds = async ({ paymentRef, ref }: RefundWebhook) => {
    const stored = await refundsStore.paymentByProviderRef(paymentRef);
    if (!stored) return;
    nameCall({ sagaId: stored.orderId });
    // The capture may have begun in the provider's console, too.
    const payment = isFinal(stored.state) ? stored : await providerState.refresh(stored);
    if (payment.state !== "succeeded") return;
    const reported = ref
      ? [await provider.retrieveRefund(ref)]
      : await provider.refundsOf(paymentRef);
    for (const refund of reported) await refundState.book(payment, refund);
  };

  /** Reads a dispute of a payment of the shop from the provider. */
  const handleDispute = async ({ paymentRef, ref }: DisputeWebhook) => {
    const payment = await refundsStore.paymentByProviderRef(paymentRef);
    if (!payment) return;
    const reported = await provider.retrieveDispute(ref);
    nameCall({ sagaId: payment.orderId });
    await disputes.book(payment, reported);
  };

  return {
    /**
     * Handles one webhook.
     * @throws AppError `signature_invalid`
     */
    async handle(body: string, signature: string | undefined) {
      const webhook = await read(body, signature);
      if (webhook?.kind === "payment") await handlePayment(webhook);
      if (webhook?.kind === "refund") await handleRefunds(webhook);
      if (webhook?.kind === "dispute") await handleDispute(webhook);
    },
  };
};
export type WebhooksService = ReturnType<typeof webhooksService>;
