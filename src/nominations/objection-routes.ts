import { wholeEdition } from '../editions/pages.ts';
import { download, seeOther } from '../platform/http/answer.ts';
import { accountOf, route } from '../platform/http/route.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { countryNomination } from './appointments.ts';
import { commissionAccounts, scanOf } from './commission-pages.ts';
import { drawDossier } from './commission-routes.ts';
import { objectToEndorsement } from './endorsement-store.ts';
import { objectionForm } from './forms.ts';
import { nominationById } from './pages.ts';
import { whyNotObject } from './policy.ts';

const object = route({
  method: 'post',
  path: '/commission/:edition/nominations/:id/object',
  audience: ['commission'],
  find: countryNomination,
  form: objectionForm,
  handle: async (call, at, { objection }) => {
    const account = accountOf(call).id;
    const seen = at.nomination.endorsement?.id;
    const outcome = await call.service.act(account, 'nomination.objected', (tx) => {
      const nomination = nominationById(tx.db, at.nomination.id);
      const speaks =
        nomination && commissionAccounts(tx.db, nomination.editionId, nomination.country).includes(account);
      if (!nomination || !speaks) return refuse('nominations.missing');
      const edition = wholeEdition(tx.db, nomination.editionId);
      const refusal = whyNotObject(edition.calendar, nomination, tx.at);
      if (refusal) return refusal;
      const { endorsement } = nomination;
      // Only what the page showed is objected to: another act may have been recorded in between.
      if (endorsement === null || endorsement.id !== seen) return refuse('nominations.nothingOnPaper');
      objectToEndorsement(tx, edition, nomination, { endorsement, reason: objection });
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/commission/${at.edition.slug}/nominations/${at.nomination.id}`, {
      key: 'nominations.notice.objected',
    });
  },
  redraw: drawDossier,
});

const scan = route({
  method: 'get',
  path: '/commission/:edition/nominations/:id/scans/:endorsement',
  audience: ['commission'],
  find: (call) => {
    const at = countryNomination(call);
    return at && scanOf(call.service.db, at.nomination.id, call.params.endorsement ?? '');
  },
  handle: (call, file) => download(call.service.files.pathOf(file.storedName), file.name, file.mediaType),
});

export const objectionRoutes = [object, scan];
