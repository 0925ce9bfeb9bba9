import type { Room } from '../platform/http/route.ts';
import { cardRoutes } from './card-routes.ts';
import { dossierRoutes } from './dossier-routes.ts';
import { listRoutes } from './list-routes.ts';
import { lockRoutes } from './lock-routes.ts';
import { nameRoutes } from './name-routes.ts';
import { officeRoutes } from './office-routes.ts';
import { offlineRoutes } from './offline-routes.ts';
import { recuseRoutes } from './recuse-routes.ts';
import { reopeningRoutes } from './reopening-routes.ts';
import { sheetRoutes } from './sheet-routes.ts';

export const scoringRoom: Room = {
  name: 'scoring',
  routes: [
    ...listRoutes,
    ...cardRoutes,
    ...dossierRoutes,
    ...lockRoutes,
    ...offlineRoutes,
    ...sheetRoutes,
    ...recuseRoutes,
    ...officeRoutes,
    // The fixed word stands before the card's id, which would take it for one.
    ...nameRoutes,
    ...reopeningRoutes,
  ],
};
