import type { Room } from '../platform/http/route.ts';
import { conflictRoutes } from './conflict-routes.ts';
import { importRoutes } from './import-routes.ts';
import { jurorRoutes } from './juror-routes.ts';
import { listRoutes } from './list-routes.ts';
import { hiddenFromOffice } from './office-conflict-pages.ts';
import { officeConflictRoutes } from './office-conflict-routes.ts';
import { ownRoutes } from './own-routes.ts';
import { juryAppointmentsOf } from './pages.ts';

export const juryRoom: Room = {
  name: 'jury',
  // The fixed words stand before the juror's id, which would take them for one.
  routes: [
    ...listRoutes,
    ...importRoutes,
    ...conflictRoutes,
    ...officeConflictRoutes,
    ...jurorRoutes,
    ...ownRoutes,
  ],
  appointments: juryAppointmentsOf,
  hiddenFromOffice,
};
