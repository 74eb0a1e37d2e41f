import type { StockAlertMail } from "#contract/catalog";
import { stockAlertDue } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import type { StockAlertsStore } from "./stock-alerts.store";

interface Dependencies {
  store: StockAlertsStore;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  storefrontUrl: string;
  publicUrl: string;
}

/** Mails addresses once when a variant that they wait for can be bought again. */
export const stockAlertsService = (deps: Dependencies) => {
  const { store, outbox, clock, storefrontUrl, publicUrl } = deps;

  /** Announces some of the due mails of a product. Returns whether there may be more. */
  const announceSome = async (productId: string): Promise<boolean> => {
    const ids = await store.due(productId);
    if (ids.length === 0) return false;
    const nowMs = clock.now();
    const events = ids.map((alertId) =>
      newEvent(stockAlertDue, {
        ...{ source: "catalog", subject: alertId, sequence: 1, nowMs },
        data: { alertId },
      }),
    );
    const done = await store.announce(ids, events, nowMs);
    if (done.ok) outbox.kick(events);
    return true;
  };

  return {
    /**
     * Lets an address wait for a variant. Does nothing if it can be bought, waits already, or waits for too many.
     * @throws 404 `not_found`
     */
    async subscribe(idOrSlug: string, variantId: string, email: string) {
      const found = await store.find(idOrSlug, variantId);
      if (!found) throw new AppError("not_found", "No published product has this variant.");
      if (found.isAvailable) return;
      const createdAt = clock.now();
      const id = newId("stockAlert", createdAt);
      await store.insert({ id, productId: found.productId, variantId, email, createdAt });
    },

    /** Announces the mails of a product whose variants can be bought. Reads the current state, so events may repeat. */
    async announce(productId: string) {
      while (await announceSome(productId));
    },

    /** Returns what the mail of an alert says; null if there is nothing to say any more. */
    async mail(alertId: string): Promise<StockAlertMail | null> {
      const found = await store.announced(alertId);
      if (!found) return null;
      const { email, slug, title, variantTitle, hasOptions } = found;
      return {
        email,
        title: hasOptions ? `${title} (${variantTitle})` : title,
        url: `${storefrontUrl.replace(/\/$/, "")}/products/${encodeURIComponent(slug)}`,
        unsubscribeUrl: `${publicUrl}/v1/stock-alerts/${alertId}/unsubscribe`,
      };
    },

    unsubscribe: store.unsubscribe,
  };
};
export type StockAlertsService = ReturnType<typeof stockAlertsService>;
