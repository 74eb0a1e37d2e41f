import type { WritingService } from "#catalog/changes/writing.service";
import type { App } from "#kernel/routes/app";
import { productTranslationRoutes } from "./product-translations.routes";
import { productTranslationsService } from "./product-translations.service";

interface Dependencies {
  writing: WritingService;
  /** The shop's own language. */
  locale: string;
}

/** Composes what writes texts of products in other languages. */
export const composeProductTranslations = (deps: Dependencies) => {
  const translations = productTranslationsService(deps);
  return { routes: (app: App) => productTranslationRoutes(app, translations) };
};
