import type { Goods } from "#catalog/seed/goods.rules";

/** The attributes of the goods below. */
export const ATTRIBUTES = [
  { key: "material", name: "Material", type: "text", unit: null, choices: null },
  { key: "height", name: "Height", type: "measure", unit: "cm", choices: null },
  { key: "dimmable", name: "Dimmable", type: "boolean", unit: null, choices: null },
  { key: "rooms", name: "Rooms", type: "list", unit: null, choices: null },
] as const;

/** What else a storefront has to show: sold out, nearly sold out, on backorder, reduced, unpublished, digital goods. */
export const SHOWCASE: Goods[] = [
  {
    title: "Sold-Out Wall Clock",
    brand: "Northlight",
    category: "lighting",
    tags: ["clock"],
    description: "Every size is sold out.",
    priceMinor: 5900,
    stepMinor: 1000,
    options: { Size: ["20 cm", "30 cm"] },
    quantity: 0,
  },
  {
    title: "Last Pieces Throw",
    brand: "Alder & Ash",
    category: "textiles",
    tags: ["throw"],
    description: "Few are left: three in Chalk, one in Sage, none in Ink.",
    priceMinor: 8900,
    compareAtMinor: 11900,
    options: { Color: ["Chalk", "Sage", "Ink"] },
    quantities: [3, 1, 0],
  },
  {
    title: "Gallery Floor Lamp",
    brand: "Lumen Glass",
    category: "lighting",
    tags: ["lamp"],
    description: "Four pictures, one of each colour, and attributes to filter by.",
    priceMinor: 18900,
    options: { Color: ["Brass", "Black"] },
    quantity: 9,
    pictures: ["The shade from below", "The brass foot", "The black foot"],
    attributes: {
      material: "Brass and opal glass",
      height: 152,
      dimmable: true,
      rooms: ["Living room", "Study"],
    },
  },
  {
    title: "Made-to-Order Bench",
    brand: "Alder & Ash",
    category: "lighting",
    tags: ["bench"],
    description: "None is in stock. It can be ordered all the same, and is built then.",
    priceMinor: 42900,
    quantity: 0,
    inventoryPolicy: "continue",
    attributes: { material: "Oak", height: 46, rooms: ["Hall"] },
  },
  {
    title: "Mitten Pattern",
    brand: "Roomy",
    category: "clothing",
    tags: ["pattern", "digital"],
    description: "A knitting pattern to download. Staff upload its file.",
    priceMinor: 700,
    type: "digital",
    returnPolicy: { returnable: false, windowDays: null },
  },
  {
    title: "Unpublished Vase",
    brand: "Lumen Glass",
    category: "tableware",
    tags: ["vase"],
    description: "A draft, which only staff see.",
    priceMinor: 3900,
    quantity: 4,
    status: "draft",
  },
];
