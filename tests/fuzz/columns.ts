/**
 * The columns that the importer reads, by their names in Shopify's classic and present product CSV.
 * Source: https://help.shopify.com/en/manual/products/import-export/using-csv
 */
export const COLUMNS = {
  handle: { classic: "Handle", present: "URL handle" },
  title: { classic: "Title", present: "Title" },
  description: { classic: "Body (HTML)", present: "Description" },
  vendor: { classic: "Vendor", present: "Vendor" },
  type: { classic: "Type", present: "Type" },
  tags: { classic: "Tags", present: "Tags" },
  published: { classic: "Published", present: "Published on online store" },
  status: { classic: "Status", present: "Status" },
  option1Name: { classic: "Option1 Name", present: "Option1 name" },
  option1Value: { classic: "Option1 Value", present: "Option1 value" },
  option2Name: { classic: "Option2 Name", present: "Option2 name" },
  option2Value: { classic: "Option2 Value", present: "Option2 value" },
  option3Name: { classic: "Option3 Name", present: "Option3 name" },
  option3Value: { classic: "Option3 Value", present: "Option3 value" },
  sku: { classic: "Variant SKU", present: "SKU" },
  price: { classic: "Variant Price", present: "Price" },
  compareAt: { classic: "Variant Compare At Price", present: "Compare-at price" },
  tracker: { classic: "Variant Inventory Tracker", present: "Inventory tracker" },
  quantity: { classic: "Variant Inventory Qty", present: "Inventory quantity" },
  policy: {
    classic: "Variant Inventory Policy",
    present: "Continue selling when out of stock",
  },
  image: { classic: "Image Src", present: "Product image URL" },
  imagePosition: { classic: "Image Position", present: "Image position" },
  imageAlt: { classic: "Image Alt Text", present: "Image alt text" },
  seoTitle: { classic: "SEO Title", present: "SEO title" },
  seoDescription: { classic: "SEO Description", present: "SEO description" },
} as const;

export type Column = keyof typeof COLUMNS;
export type ColumnSet = "classic" | "present";

export const columnNames = Object.keys(COLUMNS) as Column[];

/** Columns of real exports of which the shop keeps the cells or the weight, each with a cell as Shopify writes it. */
export const UNREAD_COLUMNS: readonly (readonly [name: string, cell: string])[] = [
  ["Variant Grams", "250.0"],
  ["Variant Requires Shipping", "true"],
  ["Included / Germany", "TRUE"],
  ["Price / International", "not a price"],
  ["Colour (product.metafields.custom.colour)", 'blue, "navy"'],
  ["Größe (product.metafields.custom.size)", "42"],
];

/** Returns the option columns of a file with this number of options. */
export const optionColumns = (count: number): Column[] =>
  columnNames.filter((column) => /^option/.test(column)).slice(0, count * 2);
