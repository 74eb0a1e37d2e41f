import { OF_TRANSLATIONS, PUT_TEXTS } from "#catalog/translations/translations.api";
import { CategoryTranslationInput } from "#catalog/translations.contract";
import { defineRoute } from "#kernel/routes/definition";
import { AdminCategory } from "./categories.contract";
import { ADMIN_CATEGORY_EXAMPLE } from "./category.example.rules";

const ONE = {
  ...OF_TRANSLATIONS,
  path: "/v1/admin/categories/:id/translations/:locale",
  answers: { 200: AdminCategory },
} as const;
const PARAMS = { id: ADMIN_CATEGORY_EXAMPLE.id, locale: "de" };

export const translateCategory = defineRoute({
  ...ONE,
  method: "PUT",
  operation: "translateCategory",
  summary: "Replace the texts of a category in a locale",
  description: PUT_TEXTS,
  body: CategoryTranslationInput,
  problems: ["slug_taken", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    body: { name: "Beleuchtung", slug: "beleuchtung" },
    answer: ADMIN_CATEGORY_EXAMPLE,
  },
});

export const deleteCategoryTranslation = defineRoute({
  ...ONE,
  method: "DELETE",
  operation: "deleteCategoryTranslation",
  summary: "Delete the texts of a category in a locale",
  description: "Its slug redirects to the category.",
  body: null,
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, answer: ADMIN_CATEGORY_EXAMPLE },
});
