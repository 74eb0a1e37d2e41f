/**
 * The source of a service for workerd's R2 binding, which sends requests to a host without a name. It passes them
 * on to the stand-in at `R2_URL`, with the bucket in the path and the token that the binding does not know.
 */
export const R2_SERVICE = `export default {
  fetch(request, { R2_URL, R2_TOKEN, BUCKET }) {
    const headers = new Headers(request.headers);
    headers.set("authorization", "Bearer " + R2_TOKEN);
    return fetch(new Request(R2_URL + "/" + BUCKET, new Request(request, { headers })));
  },
};`;
