import { AdminProduct } from "#catalog/admin-products.contract";
import { ADMIN_PRODUCT_EXAMPLE } from "#catalog/changes/product.example.rules";
import { OF_TRANSLATIONS, PUT_TEXTS } from "#catalog/translations/translations.api";
import { ProductTranslationInput } from "#catalog/translations.contract";
import { defineRoute } from "#kernel/routes/definition";

const ONE = {
  ...OF_TRANSLATIONS,
  path: "/v1/admin/products/:id/translations/:locale",
  answers: { 200: AdminProduct },
} as const;
const PARAMS = { id: ADMIN_PRODUCT_EXAMPLE.id, locale: "de" };

export const translateProduct = defineRoute({
  ...ONE,
  method: "PUT",
  operation: "translateProduct",
  summary: "Replace the texts of a product in a locale",
  description: `${PUT_TEXTS} Options that staff change later are shown in the shop's own language until they are translated again.`,
  body: ProductTranslationInput,
  problems: ["product_invalid", "slug_taken", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    body: { title: "Papierlaterne", slug: "papierlaterne" },
    answer: ADMIN_PRODUCT_EXAMPLE,
  },
});

export const deleteProductTranslation = defineRoute({
  ...ONE,
  method: "DELETE",
  operation: "deleteProductTranslation",
  summary: "Delete the texts of a product in a locale",
  description: "Its slug redirects to the product.",
  body: null,
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, answer: ADMIN_PRODUCT_EXAMPLE },
});
