/** What the service worker does, apart from being one: keep the page's files, and serve them. */

export interface Build {
  version: string;
  files: string[];
}

export const PAGE = '/phone';
const PREFIX = 'paigong-phone-';
const nameOf = ({ version }: Build): string => PREFIX + version;

/** Fetch the whole page: either all of it is kept, or this version is not installed. */
export async function install(caches: CacheStorage, build: Build): Promise<void> {
  const cache = await caches.open(nameOf(build));
  // The page names this build's files, so an older copy of it would ask for others.
  const page = new Request(new URL(PAGE, self.location.href), { cache: 'reload' });
  await cache.addAll([page, ...build.files]);
}

/** Drop the files of earlier builds, and nobody else's. */
export async function tidy(caches: CacheStorage, build: Build): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== nameOf(build));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The kept file's path, or null for what only the server can answer. */
export function keptPath(request: Request, build: Build): string | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return null;
  if (request.mode === 'navigate') return pathname === PAGE ? PAGE : null;
  return build.files.includes(pathname) ? pathname : null;
}

/** Answer from what is kept; the line is only for what the browser has thrown away. */
export async function serve(
  caches: CacheStorage,
  build: Build,
  request: Request,
  path: string,
): Promise<Response> {
  const cache = await caches.open(nameOf(build));
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}
