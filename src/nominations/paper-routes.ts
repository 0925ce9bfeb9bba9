import { countryName } from '../cities/countries.ts';
import { OFFICE_READERS } from '../editions/office.ts';
import { wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import { type Answer, download, type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { type DossierAt, officeNomination } from './appointments.ts';
import { commissionsOfEdition, scanOf } from './commission-pages.ts';
import { decline, nominate, type Paper } from './endorsement-store.ts';
import { paperForm } from './forms.ts';
import { nominationById } from './pages.ts';
import { whyNotRecord } from './policy.ts';
import { keepOne } from './uploads.ts';

const SCAN = 'scan';

function drawPaper(
  call: Call,
  { edition, nomination }: DossierAt,
  typed: Typed,
  errors: readonly FieldError[],
): Answer {
  const base = `/${call.lang}/office/${edition.slug}/nominations/${nomination.id}`;
  const refusal = whyNotRecord(edition.calendar, nomination, call.at);
  const people = commissionsOfEdition(call.service.db, edition.id).filter(
    ({ country }) => country === nomination.country,
  );
  return page('nominations/paper', {
    title: call.t('nominations.paper.title'),
    city: nomination.cityName,
    country: countryName(call.lang, nomination.country),
    editionSlug: edition.slug,
    back: base,
    action: `${base}/paper`,
    closed: refusal && call.t(refusal.code, refusal.facts),
    told: call.t('nominations.paper.told', { count: people.length }),
    outcomes: (['nominated', 'declined'] as const).map((value) => ({
      value,
      label: call.t(`nominations.paper.${value}`),
      chosen: typed.outcome === value,
    })),
    typed,
    errors: errorTexts(call, errors),
  });
}

const paperPage = route({
  method: 'get',
  path: '/office/:edition/nominations/:id/paper',
  audience: ['organiser'],
  find: (call) => officeNomination(call, ['organiser']),
  handle: (call, at) => drawPaper(call, at, {}, []),
});

type Recorded = { outcome: 'nominated' | 'declined'; statement: string };

function recordPaper(tx: Tx, at: DossierAt, { outcome, statement }: Recorded, paper: Paper): Refusal | null {
  const nomination = nominationById(tx.db, at.nomination.id);
  if (nomination === null) return refuse('nominations.missing');
  const edition = wholeEdition(tx.db, at.edition.id);
  const refusal = whyNotRecord(edition.calendar, nomination, tx.at);
  if (refusal) return refusal;
  if (outcome === 'nominated') return nominate(tx, edition, nomination, statement, paper);
  decline(tx, edition, nomination, statement, paper);
  return null;
}

const record = route({
  method: 'post',
  path: '/office/:edition/nominations/:id/paper',
  audience: ['organiser'],
  find: (call) => officeNomination(call, ['organiser']),
  takesFiles: true,
  form: paperForm,
  handle: async (call, at, { signedBy, ...recorded }) => {
    const sent = call.files.find(({ field }) => field === SCAN);
    if (sent === undefined) return invalid({ field: SCAN, code: 'nominations.field.scan' });
    const kept = await keepOne(call, sent);
    if (typeof kept === 'string') return invalid({ field: SCAN, code: kept, facts: { file: sent.name } });
    const paper = { signedBy, name: sent.name, file: kept };
    let isUsed = false;
    try {
      const outcome = await call.service.act(accountOf(call).id, `nomination.${recorded.outcome}`, (tx) => {
        const before = nominationById(tx.db, at.nomination.id)?.endorsement?.id;
        const refusal = recordPaper(tx, at, recorded, paper);
        // The same paper sent twice is one act: its second scan is let go.
        isUsed = refusal === null && nominationById(tx.db, at.nomination.id)?.endorsement?.id !== before;
        return refusal;
      });
      if (isRefusal(outcome)) return outcome;
      return seeOther(`/office/${at.edition.slug}/nominations/${at.nomination.id}`, {
        key: 'nominations.notice.recorded',
      });
    } finally {
      if (!isUsed) await call.service.files.forget(kept.storedName);
    }
  },
  redraw: drawPaper,
});

const scan = route({
  method: 'get',
  path: '/office/:edition/nominations/:id/scans/:endorsement',
  audience: OFFICE_READERS,
  find: (call) => {
    const at = officeNomination(call);
    return at && scanOf(call.service.db, at.nomination.id, call.params.endorsement ?? '');
  },
  handle: (call, file) => download(call.service.files.pathOf(file.storedName), file.name, file.mediaType),
});

export const paperRoutes = [paperPage, record, scan];
