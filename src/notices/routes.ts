import type { Express } from 'express';
import type { Room } from '../platform/http/route.ts';
import type { Service } from '../platform/service.ts';
import { calendarOfAccount } from './deadline-pages.ts';
import { accountOfFeed } from './feed-pages.ts';
import { feedRoutes } from './feed-routes.ts';
import { ownRoutes } from './own-routes.ts';
import { returnedRoutes } from './returned-routes.ts';

export const noticesRoom: Room = {
  name: 'notices',
  routes: [...ownRoutes, ...feedRoutes, ...returnedRoutes],
};

/** Serves the calendars behind their secret addresses, outside the languages: programs read them and no person. */
export function mountCalendars(app: Express, service: Service): void {
  app.get('/calendar/:secret.ics', (req, res, next) => {
    const account = accountOfFeed(service.db, req.params.secret);
    if (account === null) return next();
    res.type('text/calendar; charset=utf-8').send(calendarOfAccount(service, account));
  });
}
