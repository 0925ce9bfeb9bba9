import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { type PageModel, page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { shownJurors } from './juror-pages.ts';
import { isInTally, shownMatrix, shownNomination } from './matrix-pages.ts';
import { isTallyClosed } from './pages.ts';
import { shownWhatIf } from './what-if-pages.ts';
import { hiddenFrom, type TallyPlace, tallyFrame } from './words-pages.ts';

/** The edition of the address once its tally is closed; before, its figures do not exist for anybody. */
function closedEdition(call: Call): Edition | null {
  const edition = editionAs(call, OFFICE_READERS);
  return edition !== null && isTallyClosed(call.service.db, edition.id) ? edition : null;
}

type Shown = (call: Call, edition: Edition, hidden: ReadonlySet<string>) => object;

function figurePage(place: TallyPlace, shown: Shown) {
  return route({
    method: 'get',
    path: `/office/:edition/tally/${place}`,
    audience: OFFICE_READERS,
    find: closedEdition,
    handle: (call, edition) => {
      const hidden = hiddenFrom(call, edition);
      const model: PageModel = {
        ...tallyFrame(call, edition, place, hidden),
        heading: call.t(`tally.heading.${place}`),
        ...shown(call, edition, hidden),
      };
      return page(`tally/${place}`, model);
    },
  });
}

const nomination = route({
  method: 'get',
  path: '/office/:edition/tally/nominations/:nomination',
  audience: OFFICE_READERS,
  find: (call) => {
    const edition = closedEdition(call);
    const id = call.params.nomination ?? '';
    if (edition === null || !isInTally(call.service.db, edition, id, hiddenFrom(call, edition))) return null;
    return { edition, id };
  },
  handle: (call, { edition, id }) => {
    const hidden = hiddenFrom(call, edition);
    return page('tally/nomination', {
      ...tallyFrame(call, edition, 'matrix', hidden),
      ...shownNomination(call, edition, id, hidden),
    });
  },
});

export const figureRoutes = [
  figurePage('matrix', shownMatrix),
  figurePage('jurors', shownJurors),
  figurePage('what-if', shownWhatIf),
  nomination,
];
