/** Returns the domain of `Shop <hello@shop.example>` or `hello@shop.example`. */
export const senderDomainOf = (from: string) =>
  (/@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? "").toLowerCase();
