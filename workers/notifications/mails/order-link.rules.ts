import type { PlacedOrder } from "#contract/orders";
import type { Shop } from "./shop.rules";

/**
 * Returns the storefront's page of an order. A guest's link has the access token, with which the page
 * reads the order.
 */
export const orderPage = (
  { id, accessToken }: Pick<PlacedOrder, "id" | "accessToken">,
  { storefrontUrl }: Pick<Shop, "storefrontUrl">,
): string => {
  const base = storefrontUrl.endsWith("/") ? storefrontUrl : `${storefrontUrl}/`;
  const url = new URL(`orders/${encodeURIComponent(id)}`, base);
  if (accessToken !== undefined) url.searchParams.set("accessToken", accessToken);
  return url.href;
};
