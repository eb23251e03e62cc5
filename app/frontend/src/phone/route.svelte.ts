/** Where one is: behind the `#`, so that the kept page serves every place. */

export type Route = { page: 'day' } | { page: 'visit'; id: number } | { page: 'phone' };

export function routeOf(hash: string): Route {
  const id = Number(/^#\/visit\/(\d+)$/.exec(hash)?.[1]);
  if (id > 0) return { page: 'visit', id };
  return { page: hash === '#/phone' ? 'phone' : 'day' };
}

export class Router {
  here = $state.raw<Route>(routeOf(window.location.hash));

  constructor() {
    window.addEventListener('hashchange', () => {
      this.here = routeOf(window.location.hash);
      window.scrollTo(0, 0);
    });
  }
}
