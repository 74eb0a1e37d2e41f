import type { AdminProduct } from "#catalog/admin-products.contract";
import { asStaff, lampInput } from "#catalog/staff.testing";
import type { TestCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";

export const word = () => `w${crypto.randomUUID().slice(0, 8)}`;
export const pathOf = ({ id }: { id: string }, locale: string) =>
  `/products/${id}/translations/${locale}`;

/** What tests of translations do: staff create products, and shoppers read them. */
export const translatedShop = (catalog: TestCatalog) => {
  const staff = asStaff(catalog);
  return {
    staff,
    created: async (more: object = {}): Promise<AdminProduct> =>
      (await staff("POST", "/products", lampInput(more))).body,
    read: async <Body = Product>(path: string, headers: Record<string, string> = {}) => {
      const answer = await catalog.ask(path, { headers });
      const text = await answer.text();
      return {
        ...{ status: answer.status, headers: answer.headers },
        body: (text === "" ? null : JSON.parse(text)) as Body,
      };
    },
  };
};
export type TranslatedShop = ReturnType<typeof translatedShop>;
