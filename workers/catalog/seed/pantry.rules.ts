import type { Goods } from "#catalog/seed/goods.rules";

const BAG = { Size: ["250 g", "500 g", "1 kg"] };
const GRIND = { Size: ["250 g", "1 kg"], Grind: ["Whole bean", "Filter", "Espresso"] };

export const PANTRY: Goods[] = [
  {
    title: "Corner Blend Coffee",
    brand: "Kettle & Crane",
    category: "coffee-tea",
    tags: ["coffee", "bestseller"],
    description:
      "The house coffee: chocolate, toasted hazelnut and a finish that forgives milk. Roasted medium, so that the moka pot and the filter both get on with it.",
    priceMinor: 950,
    stepMinor: 2400,
    options: GRIND,
    quantity: 120,
  },
  {
    title: "Morning Delivery Espresso",
    brand: "Kettle & Crane",
    category: "coffee-tea",
    tags: ["coffee"],
    description:
      "A darker roast with molasses and black cherry, made for short cups before the shutters go up.",
    priceMinor: 1050,
    stepMinor: 2600,
    options: GRIND,
    quantity: 90,
  },
  {
    title: "Sidewalk Decaf",
    brand: "Kettle & Crane",
    category: "coffee-tea",
    tags: ["coffee", "decaf"],
    description:
      "Washed with water, not solvent. Tastes of baked apple and caramel, and lets you sleep afterwards.",
    priceMinor: 1090,
    stepMinor: 650,
    options: BAG,
    quantity: 60,
  },
  {
    title: "Ethiopia Guji Natural",
    brand: "Kettle & Crane",
    category: "coffee-tea",
    tags: ["coffee", "new"],
    description:
      "Strawberry, jasmine and cane sugar from a single washing station in Guji. A small lot; when it is gone, it is gone.",
    priceMinor: 1490,
    stepMinor: 1200,
    options: { Size: ["250 g", "500 g"] },
    quantity: 18,
  },
  {
    title: "Breakfast Tea No. 4",
    brand: "Saltmarsh Tea",
    category: "coffee-tea",
    tags: ["tea", "bestseller"],
    description:
      "Assam for body, Kenya for colour, a little Ceylon for manners. Strong enough to stand a spoon in, kind enough to drink black.",
    priceMinor: 690,
    stepMinor: 550,
    options: { Size: ["100 g", "250 g"] },
    quantity: 80,
  },
  {
    title: "Smoked Lapsang",
    brand: "Saltmarsh Tea",
    category: "coffee-tea",
    tags: ["tea"],
    description:
      "Pine smoke and dried plum. The tea for rain on the window, and a secret in any bean stew.",
    priceMinor: 890,
    options: { Size: ["100 g"] },
    quantity: 35,
  },
  {
    title: "Mint & Verbena Tisane",
    brand: "Saltmarsh Tea",
    category: "coffee-tea",
    tags: ["tea", "herbal"],
    description: "Whole leaves, no dust: garden mint and lemon verbena, dried slowly in the shade.",
    priceMinor: 640,
    stepMinor: 420,
    options: { Size: ["50 g", "100 g"] },
    quantity: 70,
  },
  {
    title: "Ceremonial Matcha",
    brand: "Saltmarsh Tea",
    category: "coffee-tea",
    tags: ["tea", "gift"],
    description:
      "Stone-ground in small batches, bright as new grass. Sweet first, savoury after, never bitter if your water is kind.",
    priceMinor: 2490,
    compareAtMinor: 2890,
    returnPolicy: { returnable: false, windowDays: null },
    quantity: 22,
  },
  {
    title: "Wildflower Honey",
    brand: "Hollow Oak Farm",
    category: "larder",
    tags: ["honey", "bestseller"],
    description:
      "From hives at the edge of a clover field. It sets in winter; stand the jar in warm water and be patient.",
    priceMinor: 780,
    stepMinor: 620,
    options: { Size: ["250 g", "500 g"] },
    quantity: 64,
  },
  {
    title: "Seville Orange Marmalade",
    brand: "Hollow Oak Farm",
    category: "larder",
    tags: ["preserve"],
    description:
      "Thick-cut, boiled in copper, more bitter than sweet. Wakes up toast and glazes a ham.",
    priceMinor: 590,
    quantity: 48,
  },
  {
    title: "First Press Olive Oil",
    brand: "Casa Ferrante",
    category: "larder",
    tags: ["oil", "gift"],
    description:
      "Green olives, picked early and pressed the same night. Peppery at the back of the throat, as it should be.",
    priceMinor: 1390,
    stepMinor: 900,
    options: { Size: ["500 ml", "1 l"] },
    quantity: 40,
  },
  {
    title: "Slow Tomato Sauce",
    brand: "Casa Ferrante",
    category: "larder",
    tags: ["sauce"],
    description:
      "San Marzano tomatoes, oil, salt, basil, and six hours. Nothing else was asked in.",
    priceMinor: 490,
    quantity: 150,
  },
  {
    title: "Bronze-Cut Paccheri",
    brand: "Casa Ferrante",
    category: "larder",
    tags: ["pasta"],
    description:
      "Wide tubes with a rough skin that sauce cannot slide off. Cook them a minute less.",
    priceMinor: 390,
    quantity: 200,
  },
  {
    title: "Pickled Green Tomatoes",
    brand: "Hollow Oak Farm",
    category: "larder",
    tags: ["pickle", "new"],
    description: "The end of the vine in a jar: dill, mustard seed and a proper crunch.",
    priceMinor: 540,
    quantity: 55,
  },
  {
    title: "Smoked Sea Salt",
    brand: "Saltmarsh Tea",
    category: "larder",
    tags: ["salt"],
    description: "Flakes smoked over apple wood. A pinch on eggs, tomatoes or dark chocolate.",
    priceMinor: 620,
    quantity: 75,
  },
  {
    title: "Burnt Caramel Bar",
    brand: "Little Anvil",
    category: "larder",
    tags: ["chocolate", "gift"],
    description:
      "Dark chocolate around caramel taken one shade further than is wise. Snaps cleanly.",
    priceMinor: 450,
    options: { Cocoa: ["55 %", "70 %", "85 %"] },
    quantity: 110,
  },
];
