import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { refusalLog } from "#kernel/failure";
import { log } from "#kernel/log";
import { ok } from "#kernel/result";
import type { PaymentRow, PaymentsStore } from "./payments.store";
import type { Notice, NoticeReader, PaymentProvider } from "./provider.port";
import type { SettlingService } from "./provider-state.service";
import { mayMove } from "./payment-state.rules";

interface Tools {
  store: PaymentsStore;
  settling: SettlingService;
  provider: PaymentProvider & NoticeReader;
  clock: Clock;
}

/** A provider's webhooks: reasons to look, in any order and any number. */
export const noticesService = ({ store, settling, provider, clock }: Tools) => {
  const logRefusal = refusalLog("webhook.refused", clock);

  const read = async (body: string, signature: string | undefined) => {
    try {
      return await provider.read(body, signature);
    } catch (err) {
      logRefusal(err);
      throw err;
    }
  };

  const isAbout = (row: PaymentRow, { ref }: Notice) =>
    row.providerRef === null || row.providerRef === ref;

  const isNews = (row: PaymentRow, notice: Notice) =>
    isAbout(row, notice) && mayMove(row.state, notice.state);

  /** Money held for nothing, as when a buyer goes back to the page of a declined card. */
  const isStray = (row: PaymentRow, notice: Notice) =>
    notice.state === "authorized" &&
    (row.state === "failed" || row.state === "cancelled" || !isAbout(row, notice));

  const giveBack = async (row: PaymentRow, ref: string) => {
    const { state, orderId } = await provider.retrieve(ref);
    if (state !== "authorized" || orderId !== row.orderId) return;
    log.warn("payment.stray", { paymentId: row.id, providerRef: ref });
    await provider.cancel(ref, `void:${orderId}:${ref}`);
  };

  return {
    /**
     * Hears one webhook. What changes nothing costs no database call, or one.
     * @throws AppError `signature_invalid`
     */
    async hear(body: string, signature: string | undefined) {
      const notice = await read(body, signature);
      if (!notice) return;
      nameCall({ sagaId: notice.orderId });
      const row = await store.find(notice.orderId);
      if (!row) return;
      if (isNews(row, notice)) {
        await settling.settle(row, ok(await provider.retrieve(notice.ref)), {
          receipt: notice.id,
        });
      } else if (isStray(row, notice)) {
        await giveBack(row, notice.ref);
      }
    },
  };
};
export type NoticesService = ReturnType<typeof noticesService>;
