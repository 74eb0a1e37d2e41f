/** How long Cloudflare's cache keeps an answer; it goes before `Cache-Control`. */
export const EDGE_LIFETIME_HEADER = "Cloudflare-CDN-Cache-Control";
/** Says that members of a group may get another answer, so that the gateway asks for them by name. */
export const MEMBERS_HEADER = "Bodega-Members";
/** Names the locales of the shop, its own first, so that the gateway asks in one of them. */
export const LOCALES_HEADER = "Bodega-Locales";
/** What an answer shows, for purges of Cloudflare's cache. */
export const EDGE_TAGS_HEADER = "Cache-Tag";
