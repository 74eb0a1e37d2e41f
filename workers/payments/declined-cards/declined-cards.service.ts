import { hmacBase64Url } from "#kernel/encoding";
import type { PaymentRow } from "#payments/payments.statements";
import type { PaymentProvider, ProviderName } from "#payments/provider.port";
import type { DeclinedCardsStore } from "./declined-cards.store";

interface Dependencies {
  store: DeclinedCardsStore;
  providers: Record<ProviderName, PaymentProvider>;
  /** The key of the digests, so that a copy of the database does not reveal which cards were used. */
  secret: string;
}

/** Recognises cards whose payments were declined, by a keyed digest of their fingerprint. */
export const declinedCardsService = ({ store, providers, secret }: Dependencies) => {
  const digestOf = (fingerprint: string) => hmacBase64Url(secret, `card:${fingerprint}`);

  return {
    digestOf,

    /**
     * Reads the card of a payment from its provider. Returns until when the card is paused; undefined
     * if it may be charged.
     */
    async pausedUntil({ provider, token }: PaymentRow): Promise<number | undefined> {
      const fingerprint = token && (await providers[provider].fingerprintOf(token));
      return fingerprint ? store.pausedUntil(await digestOf(fingerprint)) : undefined;
    },
  };
};
export type DeclinedCardsService = ReturnType<typeof declinedCardsService>;
