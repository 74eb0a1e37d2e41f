/** How long Cloudflare's cache keeps an answer; it goes before `Cache-Control`. */
export const EDGE_LIFETIME_HEADER = "Cloudflare-CDN-Cache-Control";
/** What an answer shows, for purges of Cloudflare's cache. */
export const EDGE_TAGS_HEADER = "Cache-Tag";
