import type { Room } from '../platform/http/route.ts';
import { askedRoutes } from './asked-routes.ts';
import { datesRoutes } from './dates-routes.ts';
import { definitionRoutes } from './definition-routes.ts';
import { importRoutes } from './import-routes.ts';
import { newRoutes } from './new-routes.ts';
import { editionBySlug, officeAppointmentsOf } from './pages.ts';
import { peopleRoutes } from './people-routes.ts';
import { placeRoutes } from './place-routes.ts';
import { publicRoutes } from './public-routes.ts';
import { questionRoutes } from './question-routes.ts';
import { recoveryRoutes } from './recovery-routes.ts';
import { rubricRoutes } from './rubric-routes.ts';
import { sectionRoutes } from './section-routes.ts';
import { settingsRoutes } from './settings-routes.ts';

export const editionsRoom: Room = {
  name: 'editions',
  routes: [
    ...publicRoutes,
    ...askedRoutes,
    ...newRoutes,
    ...definitionRoutes,
    ...importRoutes,
    ...questionRoutes,
    ...sectionRoutes,
    ...rubricRoutes,
    ...placeRoutes,
    ...settingsRoutes,
    ...datesRoutes,
    ...peopleRoutes,
    ...recoveryRoutes,
  ],
  appointments: officeAppointmentsOf,
  editionOf: (db, _route, params) => editionBySlug(db, params.edition ?? '')?.id ?? null,
};
