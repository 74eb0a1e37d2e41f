import type { Goods } from "#catalog/seed/goods.rules";

const ADJECTIVES =
  "Quiet,Bright,Everyday,Heirloom,Travel,Slow,Honest,Folded,Hidden,Plain,Double,Winter,Summer,Harbour,Orchard,Attic,Sunday,Garden,Copperplate,Northern".split(
    ",",
  );
const MATERIALS =
  "Linen,Oak,Walnut,Brass,Copper,Wool,Cotton,Glass,Stoneware,Cork,Leather,Ash,Enamel,Bamboo,Felt,Porcelain,Canvas,Marble,Silk,Tin".split(
    ",",
  );

/** The kinds of products per category, with their lowest price. */
const KINDS: [category: string, name: string, priceMinor: number][] = [
  ["coffee-tea", "Coffee Scoop", 690],
  ["coffee-tea", "Tea Caddy", 1490],
  ["coffee-tea", "Dripper", 2290],
  ["larder", "Storage Jar", 890],
  ["larder", "Bread Bin", 3990],
  ["larder", "Spice Rack", 2790],
  ["cookware", "Rolling Pin", 1590],
  ["cookware", "Casserole", 7990],
  ["cookware", "Colander", 2490],
  ["tableware", "Mug", 1290],
  ["tableware", "Serving Bowl", 2990],
  ["tableware", "Coaster", 490],
  ["lighting", "Table Lamp", 6990],
  ["lighting", "Candlestick", 1990],
  ["lighting", "Lantern", 3490],
  ["textiles", "Throw", 5990],
  ["textiles", "Table Runner", 2590],
  ["textiles", "Cushion", 3290],
  ["clothing", "Jacket", 9990],
  ["clothing", "Shirt", 5490],
  ["clothing", "Cardigan", 7490],
  ["accessories", "Tote", 2490],
  ["accessories", "Wallet", 3990],
  ["accessories", "Scarf", 3490],
];
const BRANDS =
  "Fern & Fell,Little Anvil,Tidewater Pottery,Lumen Glass,Northlight,Fieldnote,Casa Ferrante,Bramble Saddlery".split(
    ",",
  );
const TAGS = "gift,sale,new,wood,kitchen,handmade,small,large".split(",");
const COLORS = "Ink,Chalk,Clay,Sage,Ochre,Slate,Moss,Heather".split(",");

/** Hashes a number with the finisher of MurmurHash3, https://github.com/aappleby/smhasher */
const scatter = (value: number) => {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

const pick = <T>(list: readonly [T, ...T[]] | readonly T[], number: number): T => {
  const found = list[number % list.length];
  if (found === undefined) throw new Error("an empty list has nothing to pick");
  return found;
};

/** Generates the product of a number: always the same, with three variants by colour. */
export const generatedGoods = (number: number): Goods => {
  const chance = (salt: number) => scatter(number * 31 + salt);
  const [category, kind, priceMinor] = pick(KINDS, chance(1));
  const [adjective, material] = [pick(ADJECTIVES, chance(2)), pick(MATERIALS, chance(3))];
  const first = chance(4);
  return {
    title: `${adjective} ${material} ${kind}`,
    brand: pick(BRANDS, chance(5)),
    category,
    tags: [...new Set([pick(TAGS, chance(6)), pick(TAGS, chance(7))])],
    description: `A ${kind.toLowerCase()} in ${material.toLowerCase()} of the ${adjective.toLowerCase()} kind, made in a small series. Piece no. ${number}.`,
    priceMinor: priceMinor + (chance(8) % 40) * 100,
    options: { Color: [0, 1, 2].map((step) => pick(COLORS, first + step)) },
    quantity: chance(9) % 50,
  };
};
