import { namesOf } from '../people/pages.ts';
import { data, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { appointmentsAs, type Role } from '../platform/http/viewer.ts';
import { isRefusal } from '../platform/result.ts';
import { fileOf } from './copy.ts';
import { definitionPage } from './definition-page.ts';
import { emptyForm } from './forms.ts';
import { countWriters, writersOf } from './messages.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from './office.ts';
import { type Edition, editionById, officersOf, versionsOf, wholeEdition } from './pages.ts';
import { whyNotPublish } from './policy.ts';
import { openProposal, proposalById } from './proposal-pages.ts';
import { confirmProposal, withdrawProposal } from './proposal-store.ts';
import { publishEdition } from './store.ts';

/** Who may give a second signature: whoever proposed may not. */
const SIGNERS: readonly Role[] = ['organiser', 'approver'];

function drawDefinition(call: Call, edition: Edition, errors: readonly FieldError[] = []) {
  const { db } = call.service;
  const from = edition.copiedFrom === null ? null : editionById(db, edition.copiedFrom);
  const proposal = openProposal(db, edition.id);
  const seen = {
    edition,
    versions: versionsOf(db, edition.id),
    officers: officersOf(db, edition.id),
    copiedFrom: from?.slug ?? null,
    mayWrite: isOrganiser(call, edition),
    maySign: appointmentsAs(call.viewer, SIGNERS, edition.id).length > 0,
    account: accountOf(call).id,
    proposal,
    proposer:
      proposal === null ? '' : (namesOf(db, [proposal.proposedBy]).get(proposal.proposedBy)?.name ?? ''),
  };
  return page('editions/definition', {
    ...definitionPage(seen, call.at, call),
    told: countWriters(call, edition.id),
    errors: errorTexts(call, errors),
  });
}

const definition = route({
  method: 'get',
  path: '/office/:edition/definition',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawDefinition(call, edition),
});

const file = route({
  method: 'get',
  path: '/office/:edition/definition/file',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (_call, edition) =>
    data('application/json', `${JSON.stringify(fileOf(edition), null, 2)}\n`, `edition-${edition.slug}.json`),
});

const publish = route({
  method: 'post',
  path: '/office/:edition/definition/publish',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: emptyForm,
  handle: async (call, { id, slug }) => {
    const outcome = await call.service.act(accountOf(call).id, 'edition.published', (tx) => {
      const refusal = whyNotPublish(wholeEdition(tx.db, id), officersOf(tx.db, id), tx.at);
      if (refusal) return refusal;
      publishEdition(tx, id);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${slug}/definition`, { key: 'editions.notice.published' });
  },
  redraw: (call, edition, _typed, errors) => drawDefinition(call, edition, errors),
});

function proposalAs(call: Call, roles: readonly Role[]) {
  const edition = editionAs(call, roles);
  const proposal = edition && proposalById(call.service.db, edition.id, call.params.proposal ?? '');
  return edition && proposal ? { edition, proposal } : null;
}

const proposedFile = route({
  method: 'get',
  path: '/office/:edition/definition/proposals/:proposal/file',
  audience: OFFICE_READERS,
  find: (call) => proposalAs(call, OFFICE_READERS),
  handle: (_call, { edition, proposal }) => {
    const proposed = fileOf({ ...edition, definition: proposal.definition });
    const name = `edition-${edition.slug}-proposed.json`;
    return data('application/json', `${JSON.stringify(proposed, null, 2)}\n`, name);
  },
});

const confirm = route({
  method: 'post',
  path: '/office/:edition/definition/proposals/:proposal/confirm',
  audience: SIGNERS,
  find: (call) => proposalAs(call, SIGNERS),
  form: emptyForm,
  handle: async (call, { edition, proposal }) => {
    const outcome = await call.service.act(accountOf(call).id, 'edition.redefined', (tx) =>
      confirmProposal(tx, wholeEdition(tx.db, edition.id), proposal.id, writersOf(call)),
    );
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${edition.slug}/definition`, { key: 'editions.notice.confirmed' });
  },
  redraw: (call, { edition }, _typed, errors) => drawDefinition(call, edition, errors),
});

const withdraw = route({
  method: 'post',
  path: '/office/:edition/definition/proposals/:proposal/withdraw',
  audience: ['organiser'],
  find: (call) => proposalAs(call, ['organiser']),
  form: emptyForm,
  handle: async (call, { edition, proposal }) => {
    const outcome = await call.service.act(accountOf(call).id, 'proposal.withdrawn', (tx) =>
      withdrawProposal(tx, edition, proposal.id),
    );
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${edition.slug}/definition`, { key: 'editions.notice.withdrawn' });
  },
  redraw: (call, { edition }, _typed, errors) => drawDefinition(call, edition, errors),
});

export const definitionRoutes: readonly AnyRoute[] = [
  definition,
  file,
  publish,
  proposedFile,
  confirm,
  withdraw,
];
