import { CATEGORY_EXAMPLE } from "#catalog/products/product.example.rules";
import type { AdminCategory } from "./categories.contract";

const [lighting] = CATEGORY_EXAMPLE.children;
if (!lighting) throw new Error("The example has a child.");
const { children: _, ...shown } = lighting;

/** The category of the API reference, as staff see it. */
export const ADMIN_CATEGORY_EXAMPLE: AdminCategory = {
  ...shown,
  parentId: CATEGORY_EXAMPLE.id,
  position: 0,
  version: 1,
  translations: { de: { name: "Beleuchtung", description: null, slug: "beleuchtung" } },
  createdAt: "2026-11-02T08:00:00.000Z",
  updatedAt: "2026-11-20T14:15:00.000Z",
};
