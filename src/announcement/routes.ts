import type { Room } from '../platform/http/route.ts';
import { certificateRoutes } from './certificate-routes.ts';
import { officeRoutes } from './office-routes.ts';
import { packageRoutes } from './package-routes.ts';
import { publicFrom } from './pages.ts';
import { publicRoutes } from './public-routes.ts';
import { verifyRoutes } from './verify-routes.ts';

export const announcementRoom: Room = {
  name: 'announcement',
  routes: [...officeRoutes, ...publicRoutes, ...certificateRoutes, ...packageRoutes, ...verifyRoutes],
  milestones: (db, edition) => ({ publicFrom: publicFrom(db, edition) }),
};
