import type { Express } from 'express';
import { announcementRoom } from './announcement/routes.ts';
import { assignmentRoom } from './assignment/routes.ts';
import { citiesRoom } from './cities/routes.ts';
import { decisionRoom } from './decision/routes.ts';
import { editionsRoom } from './editions/routes.ts';
import { mountHealth } from './health.ts';
import { juryRoom } from './jury/routes.ts';
import { nominationsRoom } from './nominations/routes.ts';
import { mountCalendars, noticesRoom } from './notices/routes.ts';
import { pageFrame } from './overview/frame.ts';
import { overviewRoom } from './overview/routes.ts';
import { viewerOf } from './people/pages.ts';
import { drawProver, proveByCode } from './people/prove-routes.ts';
import { peopleRoom } from './people/routes.ts';
import { type Assets, loadAssets } from './platform/http/assets.ts';
import { buildExpress } from './platform/http/express.ts';
import { RequestWatch } from './platform/http/request-log.ts';
import type { Gathered, Room } from './platform/http/route.ts';
import type { Prover } from './platform/http/send.ts';
import { createViews, type Views } from './platform/http/view-engine.ts';
import { NOBODY, type Viewer } from './platform/http/viewer.ts';
import { paths } from './platform/paths.ts';
import { isRefusal } from './platform/result.ts';
import type { Service } from './platform/service.ts';
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
  noticesRoom,
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
  hiddenFromOffice: (db, edition, account) =>
    new Set(rooms.flatMap((room) => [...(room.hiddenFromOffice?.(db, edition, account) ?? [])])),
  editionOf: (db, route, params) =>
    rooms.map((room) => room.editionOf?.(db, route, params) ?? null).find((found) => found !== null) ?? null,
};

/** Builds the app of a service: every room's routes, the views, and who looks at them. */
export function createApp(service: Service): { app: Express; views: Views; requests: RequestWatch } {
  const assets: Assets = loadAssets(paths.public);
  const views = createViews(paths.views, service.translate, assets.url);
  const requests = new RequestWatch();
  const app = buildExpress({
    service,
    stage: { views, frame: pageFrame, prover: proverOf(service) },
    assets,
    routes: rooms.flatMap((room) => room.routes),
    rooms: gathered,
    requests,
    plain: (bare) => {
      mountHealth(bare, service);
      mountCalendars(bare, service);
    },
    viewerOf: (token, at) => viewerOfToken(service, token, at),
  });
  return { app, views, requests };
}

/** Asks who acts once more; the people's room knows how, the app knows who that is then. */
function proverOf(service: Service): Prover {
  return {
    draw: drawProver,
    prove: async (call, code) => {
      const token = await proveByCode(call, code);
      return isRefusal(token) ? token : viewerOfToken(service, token, call.at);
    },
  };
}

function viewerOfToken({ db, config, writes }: Service, token: string | null, at: number): Viewer {
  if (token === null) return NOBODY;
  const appointmentsOf = (account: string) => gathered.appointmentsOf(db, account);
  return viewerOf(db, token, at, { appointmentsOf, production: config.production, writes });
}
