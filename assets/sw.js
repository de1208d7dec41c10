// The service worker: where no page can come, one that says so, and nothing else. Pages and data are never kept, so
// nothing old is ever shown.
//
// It is asked for anew at each load of a page (connection.js), and a new one takes over at once. To be rid of it, serve
// one in its place whose `activate` is `self.registration.unregister()`.
"use strict";

const OURS = "muster-", CACHE = `${OURS}offline-1`, OFFLINE = "/offline.html";
// What a proxy answers while no server of ours is behind it; our pages never do.
const NOBODY_THERE = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(OFFLINE, { cache: "reload" }));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const older = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  // The page is asked for while this worker is still being started, so that it costs no time.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
})()));

// Forms, files, data and what scripts ask for go to the server as if this were not here.
self.addEventListener("fetch", (event) => {
  const { mode, method } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(page(event));
});

async function page(event) {
  let answer;
  try {
    answer = (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return offline();
  }
  return NOBODY_THERE.includes(answer.status) ? offline(answer) : answer;
}

async function offline(instead = Response.error()) {
  const cache = await caches.open(CACHE);
  return (await cache.match(OFFLINE)) ?? instead;
}
