import type { App } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { askToUnsubscribe, subscribeToStock, unsubscribeFromStock } from "./stock-alerts.api";
import type { StockAlertsService } from "./stock-alerts.service";
import { unsubscribedPage, unsubscribePage } from "./unsubscribe.http";

/** The page runs nothing, and sends its form to itself. */
const HEADERS = {
  ...PRIVATE,
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
};

const pageOf = async (page: ReturnType<typeof unsubscribePage>) =>
  new Response(String(await page), { headers: HEADERS });

/** Mails about variants that can be bought again. */
export const stockAlertRoutes = (app: App, alerts: StockAlertsService) => {
  route(app, subscribeToStock, async (c) => {
    const { idOrSlug, variantId } = c.req.param();
    await alerts.subscribe(idOrSlug ?? "", variantId ?? "", c.req.valid("json").email);
    return new Response(null, { status: 202, headers: PRIVATE });
  });

  route(app, askToUnsubscribe, () => pageOf(unsubscribePage()));

  route(app, unsubscribeFromStock, async (c) => {
    await alerts.unsubscribe(c.req.param("id"));
    return pageOf(unsubscribedPage());
  });
};
