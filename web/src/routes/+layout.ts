// The app is a single page: every route is drawn in the browser, from the device's own storage.
export const ssr = false;
export const prerender = false;
