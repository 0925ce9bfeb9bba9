import type { Express } from 'express';
import { announcementRoom } from './announcement/routes.ts';
import { assignmentRoom } from './assignment/routes.ts';
import { citiesRoom } from './cities/routes.ts';
import { decisionRoom } from './decision/routes.ts';
import { editionsRoom } from './editions/routes.ts';
import { juryRoom } from './jury/routes.ts';
import { nominationsRoom } from './nominations/routes.ts';
import { pageFrame } from './overview/frame.ts';
import { overviewRoom } from './overview/routes.ts';
import { withoutBarred } from './people/exclusion.ts';
import { liveSession, noteSeen } from './people/pages.ts';
import { peopleRoom } from './people/routes.ts';
import { idleLimit } from './people/sign-in.ts';
import { type Assets, loadAssets } from './platform/http/assets.ts';
import { buildExpress } from './platform/http/express.ts';
import type { Gathered, Room } from './platform/http/route.ts';
import { createViews, type Views } from './platform/http/view-engine.ts';
import type { Viewer } from './platform/http/viewer.ts';
import { paths } from './platform/paths.ts';
import type { Service } from './platform/service.ts';
import { leaveOutWhereStopped } from './platform/write-stop.ts';
import { scoringRoom } from './scoring/routes.ts';
import { screeningRoom } from './screening/routes.ts';
import { tallyRoom } from './tally/routes.ts';

/** The rooms of the house, from the ground up. */
export const rooms: readonly Room[] = [
  peopleRoom,
  editionsRoom,
  citiesRoom,
  nominationsRoom,
  screeningRoom,
  juryRoom,
  assignmentRoom,
  scoringRoom,
  tallyRoom,
  decisionRoom,
  announcementRoom,
  overviewRoom,
];

/** What rooms tell those further left of them. */
export const gathered: Gathered = {
  appointmentsOf: (db, account) => rooms.flatMap((room) => room.appointments?.(db, account) ?? []),
  addressees: (db, edition, group) => [
    ...new Set(rooms.flatMap((room) => room.addressees?.(db, edition, group) ?? [])),
  ],
  milestones: (db, edition) =>
    Object.assign(
      { signedOffAt: null, publicFrom: null },
      ...rooms.map((room) => room.milestones?.(db, edition)),
    ),
  asksOf: (db, nomination) => rooms.flatMap((room) => room.sectionAsks?.(db, nomination) ?? []),
};

/** Builds the app of a service: every room's routes, the views, and who looks at them. */
export function createApp(service: Service): { app: Express; views: Views } {
  const assets: Assets = loadAssets(paths.public);
  const views = createViews(paths.views, service.translate, assets.url);
  const app = buildExpress({
    service,
    stage: { views, frame: pageFrame },
    assets,
    routes: rooms.flatMap((room) => room.routes),
    rooms: gathered,
    viewerOf: (token, at) => viewerOf(service, token, at),
  });
  return { app, views };
}

const NOBODY: Viewer = { account: null, session: null, appointments: [] };

function viewerOf(service: Service, token: string | null, at: number): Viewer {
  if (token === null) return NOBODY;
  const live = liveSession(service.db, token, at);
  if (live === null) return NOBODY;
  const appointments = withoutBarred(gathered.appointmentsOf(service.db, live.account.id));
  if (at - live.seenAt > idleLimit(appointments.map((held) => held.role))) return NOBODY;
  leaveOutWhereStopped(service.writes, at, () => noteSeen(service.db, live, at));
  return { account: live.account, session: live.session, appointments };
}
