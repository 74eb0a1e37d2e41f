import type { TestCatalog } from "#catalog/testing";
import { userActor } from "#kernel/testing";

export const HEADER =
  "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Position,Image Alt Text";
export const csv = (...rows: string[]) => [HEADER, ...rows].join("\n");
export const POT =
  'pot,Clay Pot,<p>Plain</p>,Acme,Garden,"a, b",true,Size,Small,,3,deny,9.99,,https://x.test/1.jpg,2,Front';
export const POT_LARGE = "pot,,,,,,,,Large,,0,deny,15.99,20,https://x.test/2.jpg,1,";

export const STAFF = userActor("staff");

interface Upload {
  headers?: Record<string, string>;
  search?: string;
}

/** Sends a file to the import as a member of staff. */
export const upload = (catalog: TestCatalog, file: string, { headers, search = "" }: Upload = {}) =>
  catalog.ask(`/v1/admin/products/import${search}`, {
    method: "POST",
    actor: STAFF,
    body: file,
    headers: { "content-type": "text/csv", ...headers },
  });
