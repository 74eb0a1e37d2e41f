import { respondChanged } from "#catalog/changes/answer.http";
import { requestOf } from "#catalog/pricing/records.http";
import {
  deleteProductTranslation,
  translateProduct,
} from "#catalog/product-translations/product-translations.api";
import type { ProductTranslationsService } from "#catalog/product-translations/product-translations.service";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";

/** /v1/admin/products/{id}/translations/{locale}. */
export const productTranslationRoutes = (app: App, translations: ProductTranslationsService) => {
  route(app, translateProduct, async (c) => {
    const input = c.req.valid("json");
    const request = await requestOf(c, input);
    const { id, locale } = c.req.param();
    return respondChanged(await translations.put(id, locale, input, request));
  });

  route(app, deleteProductTranslation, async (c) => {
    const { id, locale } = c.req.param();
    return respondChanged(await translations.remove(id, locale, await requestOf(c, null)));
  });
};
