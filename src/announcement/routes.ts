import type { Room } from '../platform/http/route.ts';
import { officeRoutes } from './office-routes.ts';
import { standingAnnouncement } from './pages.ts';
import { publicRoutes } from './public-routes.ts';

export const announcementRoom: Room = {
  name: 'announcement',
  routes: [...officeRoutes, ...publicRoutes],
  milestones: (db, edition) => ({ publicFrom: standingAnnouncement(db, edition)?.momentAt ?? null }),
};
