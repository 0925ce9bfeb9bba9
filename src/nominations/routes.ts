import type { Room } from '../platform/http/route.ts';
import { beginRoutes } from './begin-routes.ts';
import { cityRoutes } from './city-routes.ts';
import { commissionRoutes } from './commission-routes.ts';
import { compareRoutes } from './compare-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { objectionRoutes } from './objection-routes.ts';
import { officeRoutes } from './office-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { nominationAppointmentsOf, nominationById, writersOfEdition } from './pages.ts';
import { sectionRoutes } from './section-routes.ts';
import { startRoutes } from './start-routes.ts';
import { submitRoutes } from './submit-routes.ts';

export const nominationsRoom: Room = {
  name: 'nominations',
  // The pages of one dossier come last: `start` is no dossier's id.
  routes: [
    ...startRoutes,
    ...cityRoutes,
    ...beginRoutes,
    ...sectionRoutes,
    ...submitRoutes,
    ...memberRoutes,
    ...commissionRoutes,
    ...objectionRoutes,
    ...compareRoutes,
    ...orderRoutes,
    ...officeRoutes,
  ],
  appointments: nominationAppointmentsOf,
  addressees: (db, edition, group) => (group === 'startedDossiers' ? writersOfEdition(db, edition) : []),
  editionOf: (db, route, { id = '' }) =>
    route.startsWith('/nominations/:id') ? (nominationById(db, id)?.editionId ?? null) : null,
};
