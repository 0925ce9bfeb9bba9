/**
 * Repeats what runs beside the pages: a round begins so long after the last one has ended, or sooner where the round
 * says so by its answer in milliseconds. A round that fails is told to `onFault` and tried again. The returned
 * function ends it after the round under way.
 */
export function startRounds(
  round: () => Promise<number | undefined>,
  everyMs: number,
  onFault: (fault: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const begin = () => {
    running = round()
      .catch((fault: unknown) => {
        onFault(fault);
        return undefined;
      })
      .then((wait) => {
        if (!stopped) timer = setTimeout(begin, wait ?? everyMs);
      });
  };
  timer = setTimeout(begin, 0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
