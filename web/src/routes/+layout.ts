// The app is one page: every route is drawn in the browser, from the device's own disk.
export const ssr = false;
export const prerender = false;
