import { OF_TRANSLATIONS, PUT_TEXTS } from "#catalog/translations/translations.api";
import { CollectionTranslationInput } from "#catalog/translations.contract";
import { defineRoute } from "#kernel/routes/definition";
import { PICKED_EXAMPLE } from "./collection.example.rules";
import { CollectionWithProducts } from "./collections.contract";

const ONE = {
  ...OF_TRANSLATIONS,
  path: "/v1/admin/collections/:id/translations/:locale",
  answers: { 200: CollectionWithProducts },
} as const;
const PARAMS = { id: PICKED_EXAMPLE.id, locale: "de" };

export const translateCollection = defineRoute({
  ...ONE,
  method: "PUT",
  operation: "translateCollection",
  summary: "Replace the texts of a collection in a locale",
  description: PUT_TEXTS,
  body: CollectionTranslationInput,
  problems: ["slug_taken", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    body: { title: "Geschenke", slug: "geschenke" },
    answer: PICKED_EXAMPLE,
  },
});

export const deleteCollectionTranslation = defineRoute({
  ...ONE,
  method: "DELETE",
  operation: "deleteCollectionTranslation",
  summary: "Delete the texts of a collection in a locale",
  description: "Its slug redirects to the collection.",
  body: null,
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, answer: PICKED_EXAMPLE },
});
