import type { Room } from '../platform/http/route.ts';
import { computeRoutes } from './compute-routes.ts';
import { meetingRoutes } from './meeting-routes.ts';
import { minutesRoutes } from './minutes-routes.ts';
import { approvedSelection } from './pages.ts';
import { reserveRoutes } from './reserve-routes.ts';
import { signRoutes } from './sign-routes.ts';

export const decisionRoom: Room = {
  name: 'decision',
  routes: [...computeRoutes, ...signRoutes, ...meetingRoutes, ...minutesRoutes, ...reserveRoutes],
  milestones: (db, edition) => ({ signedOffAt: approvedSelection(db, edition)?.approvedAt ?? null }),
};
