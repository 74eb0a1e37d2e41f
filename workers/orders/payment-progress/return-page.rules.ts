interface PlacedBy {
  orderId: string;
  /** The access token of a guest's order; null for the order of an account. */
  accessToken: string | null;
}

/**
 * Returns the page to which the bank sends the buyer back: the page of the request, with the order's id in
 * the query, and with a guest's token in the fragment, which browsers send to no server. The rest of the query
 * stays, and a fragment of the request is replaced.
 */
export const returnPage = (page: string, { orderId, accessToken }: PlacedBy): string => {
  const url = new URL(page);
  url.searchParams.set("order", orderId);
  url.hash = accessToken === null ? "" : new URLSearchParams({ token: accessToken }).toString();
  return url.href;
};
