/** How far the server's clock is ahead of this machine's; the server's is the truth. */
const ahead = ((): number => {
  const told = Date.parse(document.documentElement.dataset['now'] ?? '');
  return Number.isNaN(told) ? 0 : told - Date.now();
})();

export const now = (): number => Date.now() + ahead;
